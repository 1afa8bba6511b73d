/** Reads what the page of an incident begins with: the incident, its network and pool second by second, what happened around it. */

import type { Incident } from '#lib/model/incident'
import type { EventView, StripSecond } from '#lib/views/live-view'
import type { NetworkSecond } from '#lib/views/network-view'
import { toStripSeconds } from '#lib/views/to-strip-seconds'
import {
  type IncidentReach,
  readEvents,
  readIncident,
  readNetwork,
  readPoolSamples,
  readReach,
} from '../../../read-store.ts'
import { rangeOf, vipOf } from './incident-window.ts'
import { poolOf } from './pool-seconds.ts'

export type LoadedIncident = {
  incident: Incident | null
  seconds: NetworkSecond[]
  poolSeconds: StripSecond[]
  events: EventView[]
  reach: IncidentReach
}

const NO_REACH: IncidentReach = { impact: null, similar: [] }

export async function loadIncidentPage(id: string, nowMs: number): Promise<LoadedIncident> {
  const incident = await readIncident(id)
  if (!incident) return { incident: null, seconds: [], poolSeconds: [], events: [], reach: NO_REACH }
  const { fromMs, toMs } = rangeOf(incident, nowMs)
  const pool = poolOf(incident)
  const [seconds, samples, events, reach] = await Promise.all([
    readNetwork(vipOf(incident), fromMs, toMs),
    pool === null ? [] : readPoolSamples(pool, fromMs, toMs),
    readEvents(fromMs, toMs),
    readReach(incident, nowMs),
  ])
  return { incident, seconds, poolSeconds: toStripSeconds(samples), events, reach }
}
