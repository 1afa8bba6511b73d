/** `ip -o -d link` → links. */

import type { LinkReading } from '../../model/host-report.ts'
import { type Listing, readLines } from './rejects.ts'

const HEAD = /^\d+: ([^\s:@]+)(?:@[^\s:]+)?: <([^>]*)>/
const MAC = /\slink\/(\S+)(?: ([0-9a-f]{2}(?::[0-9a-f]{2})+))?/
/** With `-d` the third part of the line starts with the type. */
const TYPE = /\\\s+([a-z][a-z0-9_]*) (?!link\/)/g
/** What also stands first in a part, and is no type. */
const NOT_A_TYPE = new Set(['link', 'alias', 'altname', 'vf', 'RX', 'TX'])

export function parseLinks(text: string): Listing<LinkReading> {
  return readLines(text, parseLink)
}

/** One line; a reason where it is not a link. `type` is null where the line does not carry it. */
export function parseLink(line: string): LinkReading | string {
  const head = HEAD.exec(line)
  if (!head) return 'not-a-link'
  const flags = (head[2] ?? '').split(',')
  const address = MAC.exec(line)
  if (!address) return 'link-without-address'
  const up = flags.includes('UP')
  return {
    name: head[1] ?? '',
    mac: address[1] === 'ether' ? (address[2] ?? null) : null,
    up,
    // The kernel keeps no carrier for a link that is down.
    carrier: up ? flags.includes('LOWER_UP') && !flags.includes('NO-CARRIER') : null,
    loopback: flags.includes('LOOPBACK'),
    type: typeOf(line),
  }
}

function typeOf(line: string): string | null {
  for (const [, word] of line.matchAll(TYPE)) if (word && !NOT_A_TYPE.has(word)) return word
  return null
}
