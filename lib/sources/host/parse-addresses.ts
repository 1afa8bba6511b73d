/** `ip -o addr` → addresses. */

import type { AddressReading } from '../../model/host-report.ts'
import { type Listing, readLines } from './rejects.ts'

const LINE = /^\d+: ([^\s@:]+)(?:@\S+)?\s+(inet6?) (\S+)(?: peer (\S+))?(.*)$/
const SCOPES = ['global', 'link', 'host', 'site'] as const

export function parseAddresses(text: string): Listing<AddressReading> {
  return readLines(text, parseAddress)
}

/** One line; a reason where it is not an address. */
export function parseAddress(line: string): AddressReading | string {
  const match = LINE.exec(line)
  if (!match) return 'not-an-address'
  const [, link = '', family, given = '', peer, rest = ''] = match
  const [address = '', length] = given.split('/')
  const prefix = length ?? peer?.split('/')[1] ?? (family === 'inet' ? '32' : '128')
  const word = /\bscope (\S+)/.exec(rest)?.[1]
  const scope = SCOPES.find((one) => one === word)
  if (!scope) return 'unknown-scope'
  const flags = rest.split('\\')[0] ?? ''
  return {
    address: address.toLowerCase(),
    prefixLength: Number(prefix),
    link,
    scope,
    usable: !/\b(tentative|dadfailed)\b/.test(flags),
  }
}
