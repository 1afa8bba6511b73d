/** What the lab itself sees of pools: HAProxy's own log as it comes, and each server's page fetched directly. */

import type { FetchedPage } from '../net/programs/fetch-page.ts'
import type { Site } from '../net/start-site.ts'
import { readHaproxyLine } from './read-haproxy-line.ts'
import type { TruthEvent } from './start-observer.ts'

const FETCH_EVERY_MS = 500
const SAY = {
  eviction: 'is DOWN',
  return: 'is UP',
  'drain-started': 'takes no new clients',
} as const

export function watchPools(
  site: Site,
  versionsOf: string | null,
  tell: (event: TruthEvent) => void,
): { stop: () => void } {
  let stopped = false
  site.desk.onLine((line) => {
    const word = stopped ? null : readHaproxyLine(line)
    if (!word) return
    const text =
      word.what === 'pool-empty'
        ? `pool ${word.pool} has no server left`
        : `HAProxy: ${word.pool}/${word.server} ${SAY[word.what]}`
    tell({ atMs: Date.now(), text, ...word })
  })
  const stopLooking = versionsOf === null ? () => undefined : watchVersions(site, versionsOf, tell)
  return {
    stop() {
      stopped = true
      stopLooking()
    },
  }
}

function watchVersions(site: Site, path: string, tell: (event: TruthEvent) => void): () => void {
  const service = site.plan.services.find((one) => one.mode === 'http')
  const asker = [...site.programs].find(([name]) => site.plan.hosts[name]!.role === 'client')?.[1]
  if (!service || !asker) return () => undefined
  const port = service.serverPort ?? service.port
  let differed: boolean | null = null
  const look = async () => {
    const atMs = Date.now()
    const versions = await Promise.all(
      service.servers.map(async (name) => {
        const host = site.addresses.get(name)!.data
        const page = await asker.ask<FetchedPage | null>({ do: 'fetch', host, port, path }).catch(() => null)
        return [name, page?.version ?? null] as const
      }),
    )
    const known = versions.filter(([, version]) => version !== null)
    const differ = new Set(known.map(([, version]) => version)).size > 1
    if (differ !== (differed ?? false))
      tell({
        ...{ atMs, what: differ ? 'versions-differ' : 'versions-agree' },
        text: `asked directly: ${known.map(([name, version]) => `${name} ${version}`).join(', ')}`,
      })
    differed = differ
  }
  const timer = setInterval(() => void look(), FETCH_EVERY_MS)
  return () => clearInterval(timer)
}
