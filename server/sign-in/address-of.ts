/** Where a request comes from, as limits and the audit log count it. */

import type { IncomingMessage } from 'node:http'
import { isIPv4, isIPv6 } from 'node:net'

const LOCAL = new Set(['127.0.0.1', '::1'])
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** A proxy on this machine is believed about who asked it, and only its own last word is. */
export function addressOf(request: IncomingMessage): string {
  const peer = plain(request.socket.remoteAddress ?? 'unknown')
  if (!LOCAL.has(peer)) return peer
  const told = plain(
    String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-1)!
      .trim(),
  )
  return isIPv4(told) || isIPv6(told) ? told : peer
}

/** One household's IPv6 addresses count as one: its first 64 bits. */
export function limitKeyOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
