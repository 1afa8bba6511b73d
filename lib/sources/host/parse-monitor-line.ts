/** One line of `ip -o monitor link address route neigh` → what the kernel announced. */

import type { AddressReading, LinkReading, NeighbourReading, RouteReading } from '../../model/host-report.ts'
import { parseAddress } from './parse-addresses.ts'
import { parseLink } from './parse-links.ts'
import { parseNeighbour } from './parse-neighbours.ts'
import { parseRoute } from './parse-routes.ts'

export type Announcement = { gone: boolean } & (
  | { what: 'link'; reading: LinkReading }
  | { what: 'address'; reading: AddressReading }
  | { what: 'neighbour'; reading: NeighbourReading }
  | { what: 'route'; reading: RouteReading }
)

const DATE = /^\[\d{4}-\d{2}-\d{2}T[0-9:.]+\] ?/
const LABEL = /^\[([A-Z0-9]+)\]/
const WATCHED = new Set(['LINK', 'ADDR', 'NEIGH', 'ROUTE'])

/** Null for what is left out on purpose; a reason for what can't be read. Labels and dates may stand in front. */
export function parseMonitorLine(line: string): Announcement | string | null {
  let text = line.replace(DATE, '')
  const label = LABEL.exec(text)
  if (label) {
    if (!WATCHED.has(label[1] ?? '')) return null
    text = text.slice(label[0].length)
  }
  const gone = text.startsWith('Deleted ')
  if (gone) text = text.slice('Deleted '.length)
  if (text.trim() === '') return null
  if (/^\d+: \S+ <|^\d+: [^\s:]+: </.test(text)) return read('link', parseLink(text), gone)
  if (/^\d+: \S+\s+inet6? /.test(text)) return read('address', parseAddress(text), gone)
  if (/^dev \S+ lladdr /.test(text)) return null
  if (/^[0-9a-fA-F:.]+ dev \S+ (lladdr |proxy|router|[A-Z]{4,})/.test(text))
    return read('neighbour', parseNeighbour(text), gone)
  if (/^(default|[a-z]+ )|^[0-9a-fA-F:.]+(\/\d+)? /.test(text))
    return read('route', parseRoute(text, null), gone)
  return 'unknown-announcement'
}

function read<W extends Announcement['what']>(
  what: W,
  reading: Extract<Announcement, { what: W }>['reading'] | string | null,
  gone: boolean,
): Announcement | string | null {
  if (reading === null || typeof reading === 'string') return reading
  return { what, reading, gone } as Announcement
}
