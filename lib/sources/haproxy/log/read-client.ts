/** Reads `%ci:%cp`: IPv4, IPv6 without brackets, `unix:3`, `-`. */

import { readInt } from './read-numbers.ts'

export type Client = { ip: string | null; port: number | null }

/** The port is what follows the last colon; null where the text cannot be an address. */
export function readClient(text: string): Client | null {
  if (text === '-' || text === '-:-') return { ip: null, port: null }
  const colon = text.lastIndexOf(':')
  if (colon <= 0) return isAddress(text) ? { ip: text, port: null } : null
  const portText = text.length - colon - 1
  const port = readInt(text, colon + 1, text.length)
  let ip = text.slice(0, colon)
  if (ip.charCodeAt(0) === 91 && ip.endsWith(']')) ip = ip.slice(1, -1)
  if (!isAddress(ip)) return null
  if (portText === 0 || text.endsWith(':-')) return { ip: ip === '-' ? null : ip, port: null }
  if (Number.isNaN(port) || port > 4_294_967_295) return null
  return { ip: ip === '-' ? null : ip, port: port < 0 ? null : port }
}

function isAddress(text: string): boolean {
  if (text === 'unix' || text === '-') return true
  let marks = 0
  const length = text.length
  if (length > 64) return false
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === 46 || code === 58) marks++
    else if (code === 37)
      return marks > 0 // an IPv6 zone
    else if (!isHex(code)) return false
  }
  return marks >= 2
}

function isHex(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)
}
