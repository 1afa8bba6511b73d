/** Frozen evidence → what the strip chart draws of it; the same for editor, shared page and file. */

import type { FrozenEvidence } from '#lib/postmortems/frozen-evidence'
import type { StripSecond } from '#lib/views/live-view'
import type { NetworkSecond } from '#lib/views/network-view'
import { toEventView } from '#lib/views/to-event-view'
import { toFindingView } from '#lib/views/to-incident-view'
import { findingLies, networkMarks } from '../strip-chart/network-marks.ts'
import { type Lie, marksOf, type StripMark } from '../strip-chart/strip-marks.ts'

export type EvidenceStrip = {
  subject: string
  address: string | null
  /** Null where no pool is drawn. */
  seconds: StripSecond[] | null
  network: NetworkSecond[]
  marks: StripMark[]
  lies: Lie[]
  range: { fromMs: number; toMs: number }
}

/** The first address, else all hosts together; and the first pool of which anything is known. */
export function stripOf({ pools, networks, events, incidents, window }: FrozenEvidence): EvidenceStrip {
  const told = networks.filter(({ seconds }) => seconds.length > 0)
  const network = told.find(({ address }) => address !== '') ?? told[0] ?? null
  const pool = pools.find(({ seconds }) => seconds.length > 0) ?? null
  const address = network?.address || null
  const views = events.map(toEventView)
  const [loadBalancer, name] = (pool?.pool ?? '/').split('/') as [string, string]
  const own = pool ? marksOf(views, loadBalancer, name) : []
  return {
    subject: [address, pool?.pool].filter(Boolean).join(' and ') || 'All hosts',
    address,
    seconds: pool?.seconds ?? null,
    network: network?.seconds ?? [],
    marks: [...own, ...networkMarks(views, address)].sort((a, b) => a.atMs - b.atMs),
    lies: findingLies(incidents.flatMap((incident) => incident.findings).map(toFindingView)),
    range: window,
  }
}
