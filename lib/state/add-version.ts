/** One answer's version → the pool's pages: which server gave which version, how often, and to whom. */

import {
  CLIENTS_KEPT,
  MAX_PAGES,
  MAX_VERSIONS,
  type PageVersions,
  type PoolTraffic,
  PROBED_HALF_MS,
} from '../model/pool-traffic.ts'
import { HALF_MS } from '../model/traffic-detail.ts'
import { turnHalves } from './create-traffic.ts'

export type VersionSample = {
  page: string
  server: string
  version: string
  client: string
  atMs: number
  direct?: true
}

const firstSeen = ({ atMs, client }: VersionSample) => ({
  count: 1,
  firstMs: atMs,
  lastMs: atMs,
  clients: [client],
})

const noPages = () => new Map<string, PageVersions>()

/** Writes into `traffic`. */
export function addVersion(traffic: PoolTraffic, sample: VersionSample): void {
  const { page, server, version, client, atMs, direct } = sample
  const [halves, halfMs] = direct ? [traffic.probed, PROBED_HALF_MS] : [traffic.pages, HALF_MS]
  const pages = turnHalves(halves, atMs, noPages, halfMs)
  let known = pages.get(page)
  if (known === undefined) {
    if (pages.size >= MAX_PAGES) {
      traffic.pagesPassedOver++
      return
    }
    known = { servers: new Map(), only: version }
    pages.set(page, known)
  }
  if (known.only !== version) known.only = null
  const given = known.servers.get(server)
  if (given === undefined) {
    known.servers.set(server, { samples: 1, version, seen: firstSeen(sample), others: null })
    return
  }
  given.samples++
  const seen = given.version === version ? given.seen : given.others?.get(version)
  if (seen !== undefined) {
    seen.count++
    seen.lastMs = atMs
    if (seen.clients.length < CLIENTS_KEPT && !seen.clients.includes(client)) seen.clients.push(client)
    return
  }
  given.others ??= new Map()
  if (given.others.size < MAX_VERSIONS) given.others.set(version, firstSeen(sample))
}
