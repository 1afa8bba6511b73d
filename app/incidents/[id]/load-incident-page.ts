/** Reads what the page of an incident begins with: the incident, its network second by second, what happened around it. */

import type { Incident } from '#lib/model/incident'
import type { EventView } from '#lib/views/live-view'
import type { NetworkSecond } from '#lib/views/network-view'
import { readEvents, readIncident, readNetwork } from '../../read-store.ts'
import { rangeOf, vipOf } from './incident-window.ts'

export type LoadedIncident = {
  incident: Incident | null
  seconds: NetworkSecond[]
  events: EventView[]
}

export async function loadIncidentPage(id: string, nowMs: number): Promise<LoadedIncident> {
  const incident = await readIncident(id)
  if (!incident) return { incident: null, seconds: [], events: [] }
  const { fromMs, toMs } = rangeOf(incident, nowMs)
  const [seconds, events] = await Promise.all([
    readNetwork(vipOf(incident), fromMs, toMs),
    readEvents(fromMs, toMs),
  ])
  return { incident, seconds, events }
}
