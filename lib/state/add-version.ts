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

/** Writes into `traffic`. */
export function addVersion(traffic: PoolTraffic, sample: VersionSample): void {
  const { page, server, version, client, atMs, direct } = sample
  const [halves, halfMs] = direct ? [traffic.probed, PROBED_HALF_MS] : [traffic.pages, HALF_MS]
  const pages = turnHalves<Map<string, PageVersions>>(halves, atMs, () => new Map(), halfMs)
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
  let given = known.servers.get(server)
  if (given === undefined) {
    given = { samples: 0, versions: new Map(), further: 0 }
    known.servers.set(server, given)
  }
  given.samples++
  const seen = given.versions.get(version)
  if (seen !== undefined) {
    seen.count++
    seen.lastMs = atMs
    if (seen.clients.length < CLIENTS_KEPT && !seen.clients.includes(client)) seen.clients.push(client)
  } else if (given.versions.size < MAX_VERSIONS)
    given.versions.set(version, { count: 1, firstMs: atMs, lastMs: atMs, clients: [client] })
  else given.further++
}
