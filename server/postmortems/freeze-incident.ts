/** Reads everything that is known of an incident from the store, and freezes it. */

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Incident } from '#lib/model/incident'
import type { LbEvent } from '#lib/model/lb-event'
import { evidenceWindow } from '#lib/postmortems/evidence-window'
import { freezeEvidence } from '#lib/postmortems/freeze-evidence'
import {
  ADDRESSES_MOST,
  EVENTS_MOST,
  type FrozenEvidence,
  POOLS_MOST,
} from '#lib/postmortems/frozen-evidence'
import { loadAnnotations } from '#lib/store/annotations'
import { EVENTS_PAGE_LIMIT, loadEvents } from '#lib/store/load-events'
import { loadNetworkSeconds } from '#lib/store/load-network'
import { loadSeries } from '#lib/store/load-series'
import type { Store } from '#lib/store/store'
import { incidentSubjects } from '#lib/views/incident-subjects'
import type { LiveSnapshot, LoadBalancerView, PoolView, SourceView } from '#lib/views/live-view'
import { ALL_HOSTS, type HostView } from '#lib/views/network-view'
import { toStripSeconds } from '#lib/views/to-strip-seconds'

/** What is in memory alone. */
export type KnownNow = {
  sources: () => SourceView[]
  snapshot: () => Pick<LiveSnapshot, 'pools' | 'loadBalancers' | 'hosts'>
  now: () => number
}

const VERSION = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
).version
const SALT_BYTES = 24

export async function freezeIncident(
  store: Store,
  known: KnownNow,
  incident: Incident,
): Promise<FrozenEvidence> {
  const nowMs = known.now()
  const window = evidenceWindow(incident, nowMs)
  const subjects = incidentSubjects(incident)
  const pools = subjects.pools.slice(0, POOLS_MOST)
  const addresses = [...subjects.addresses.slice(0, ADDRESSES_MOST), ALL_HOSTS]
  const [events, series, networks, annotations] = await Promise.all([
    allEvents(store, window),
    Promise.all(pools.map((pool) => loadSeries(store, pool, window))),
    Promise.all(addresses.map((vip) => loadNetworkSeconds(store, { vip, ...window }))),
    loadAnnotations(store, window),
  ])
  const { pools: poolsNow, loadBalancers, hosts } = known.snapshot()
  return freezeEvidence({
    salt: randomBytes(SALT_BYTES).toString('base64url'),
    ...{ nowMs, window, incidents: [incident], events, sources: known.sources() },
    pools: pools.map((pool, at) => ({
      pool,
      resolutionS: series[at]?.[0]?.resolutionS ?? 1,
      seconds: toStripSeconds(series[at] ?? []),
    })),
    networks: addresses.map((address, at) => ({ address, seconds: networks[at] ?? [] })),
    annotations: annotations.map(({ id, atMs, by, text }) => ({ id, atMs, by, text })),
    versions: {
      polygraph: VERSION,
      loadBalancers: loadBalancers.map(({ name, version }) => ({ name, version })),
      hosts: hosts.map(({ name, kernel, agentVersion }) => ({ name, kernel, agent: agentVersion })),
    },
    names: namesOf(poolsNow, loadBalancers, hosts),
  })
}

async function allEvents(store: Store, window: { fromMs: number; toMs: number }): Promise<LbEvent[]> {
  const events: LbEvent[] = []
  let cursor: string | undefined
  while (events.length <= EVENTS_MOST) {
    const page = await loadEvents(store, { ...window, limit: EVENTS_PAGE_LIMIT, ...(cursor && { cursor }) })
    events.push(...page.events)
    if (page.nextCursor === null) break
    cursor = page.nextCursor
  }
  return events
}

function namesOf(
  pools: readonly PoolView[],
  loadBalancers: readonly LoadBalancerView[],
  hosts: readonly HostView[],
): FrozenEvidence['names'] {
  const unique = (names: (string | null)[]) =>
    [...new Set(names)].filter((name): name is string => !!name).sort()
  return {
    hosts: unique([
      ...loadBalancers.flatMap(({ name, node }) => [name, node]),
      ...hosts.map(({ name }) => name),
      ...pools.map(({ loadBalancer }) => loadBalancer),
    ]),
    pools: unique(pools.map(({ name }) => name)),
    servers: unique(pools.flatMap(({ servers }) => servers.map(({ name }) => name))),
  }
}
