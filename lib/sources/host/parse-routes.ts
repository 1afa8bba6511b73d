/** `ip -o route` and `ip -o -6 route` → the main table. */

import type { RouteReading } from '../../model/host-report.ts'
import { type Listing, readLines } from './rejects.ts'

/** The kernel's own routes to itself and to groups. */
const OWN = new Set(['local', 'broadcast', 'multicast', 'anycast'])
const KINDS = new Set(['unicast', 'blackhole', 'unreachable', 'prohibit', 'throw'])

export function parseRoutes(text: string, family: 4 | 6): Listing<RouteReading> {
  return readLines(text, (line) => parseRoute(line, family))
}

/** One line; `family` for `default`, which may name neither. Null for what is not in the main table. */
export function parseRoute(line: string, family: 4 | 6 | null): RouteReading | string | null {
  const words = line.trim().split(/[\s\\]+/)
  if (OWN.has(words[0] ?? '')) return null
  const kind = KINDS.has(words[0] ?? '') ? words.shift() : 'unicast'
  const destination = words[0] ?? ''
  if (destination !== 'default' && !/^[0-9a-fA-F:.]+(\/\d+)?$/.test(destination)) return 'not-a-route'
  const table = after(words, 'table')
  if (table !== null && table !== 'main') return null
  // Several next hops: the first one speaks for the route.
  const via =
    after(words, 'via') === 'inet6' ? (words[words.indexOf('via') + 2] ?? null) : after(words, 'via')
  const link = kind === 'unicast' ? after(words, 'dev') : null
  if (kind === 'unicast' && link === null && via === null) return 'route-to-nowhere'
  const metric = after(words, 'metric')
  const seen = destination === 'default' ? (via ?? after(words, 'src')) : destination
  return {
    destination,
    family: seen ? (seen.includes(':') ? 6 : 4) : (family ?? (words.includes('pref') ? 6 : 4)),
    via,
    link,
    source: after(words, 'src'),
    metric: metric === null ? null : Number(metric),
  }
}

function after(words: string[], name: string): string | null {
  const at = words.indexOf(name)
  return at < 0 ? null : (words[at + 1] ?? null)
}
