/** What was known of an incident → evidence that refers to nothing else, with what was cut said. */

import type { Incident } from '../model/incident.ts'
import type { LbEvent } from '../model/lb-event.ts'
import type { SourceHealth } from '../model/source-health.ts'
import {
  ADDRESSES_MOST,
  EVENTS_MOST,
  EVIDENCE_FORMAT,
  type FrozenAnnotation,
  type FrozenEvidence,
  type FrozenNetwork,
  type FrozenPool,
  POOLS_MOST,
} from './frozen-evidence.ts'
import { GAPS_MOST, statedGaps } from './stated-gaps.ts'

export type Known = {
  /** Random, at least 128 bits. */
  salt: string
  nowMs: number
  window: { fromMs: number; toMs: number }
  incidents: Incident[]
  /** Any order. */
  events: LbEvent[]
  pools: FrozenPool[]
  networks: FrozenNetwork[]
  annotations: FrozenAnnotation[]
  sources: SourceHealth[]
  versions: FrozenEvidence['versions']
  names: FrozenEvidence['names']
}

export function freezeEvidence(known: Known): FrozenEvidence {
  const { window, salt, incidents, annotations, versions, names } = known
  const cuts: string[] = []
  const cut = <T>(list: T[], most: number, what: string): T[] => {
    if (list.length > most) cuts.push(`${most} of ${list.length} ${what} were kept.`)
    return list.slice(0, most)
  }
  const within = (second: number) => second * 1000 >= window.fromMs && second * 1000 < window.toMs
  const pools = cut(known.pools, POOLS_MOST, 'pools').map((each) => ({
    ...each,
    seconds: each.seconds.filter(({ second }) => within(second)),
  }))
  const networks = cut(known.networks, ADDRESSES_MOST + 1, 'addresses').map((each) => ({
    ...each,
    seconds: each.seconds.filter(({ second }) => within(second)),
  }))
  const inOrder = [...known.events].sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
  const untold = incidents.filter(({ endedAtMs }) => endedAtMs === null).length
  if (untold) cuts.push('The incident still lasted when this was frozen: what came later is not in it.')
  const events = cut(inOrder, EVENTS_MOST, 'events')
  const gaps = cut(statedGaps(pools, networks, window), GAPS_MOST, 'gaps')
  return {
    ...{ format: EVIDENCE_FORMAT, salt, frozenAtMs: known.nowMs, window, incidents, events, pools, networks },
    ...{ annotations, gaps, versions, names, cuts },
    sources: known.sources.map((source) => ({
      name: source.name,
      kind: source.kind,
      loadBalancer: source.loadBalancer,
      state: source.state,
      lastReadingAtMs: source.lastReadingAtMs,
      lagMs: source.lagMs,
      readings: source.readings,
      rejects: source.rejects,
      losses: source.losses,
      clockOffsetMs: source.clockOffsetMs,
      clockErrorMs: source.clockErrorMs,
    })),
  }
}
