/** `10.0.0.2:443`, `[::ffff:10.0.0.2]:443`, `[fe80::1%eth0]:22` → four words and a port. */

export type Endpoint = { words: [number, number, number, number]; port: number }

/** Null where the text is no endpoint with a number for a port. */
export function readEndpoint(text: string): Endpoint | null {
  const colon = text.lastIndexOf(':')
  const port = Number(text.slice(colon + 1))
  if (colon < 1 || !Number.isInteger(port) || port < 0 || port > 65535) return null
  let address = text.slice(0, colon)
  if (address.startsWith('[') && address.endsWith(']')) address = address.slice(1, -1)
  const zone = address.indexOf('%')
  if (zone >= 0) address = address.slice(0, zone)
  const words = address.includes(':') ? readIpv6(address) : mapped(readIpv4(address))
  return words ? { words, port } : null
}

const mapped = (word: number | null): Endpoint['words'] | null =>
  word === null ? null : [0, 0, 0xffff, word]

function readIpv4(text: string): number | null {
  const parts = text.split('.')
  if (parts.length !== 4) return null
  let word = 0
  for (const part of parts) {
    const byte = Number(part)
    if (part === '' || !(byte >= 0 && byte <= 255)) return null
    word = word * 256 + byte
  }
  return word
}

function readIpv6(text: string): Endpoint['words'] | null {
  let address = text
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  if (dotted) {
    const low = readIpv4(dotted[2] ?? '')
    if (low === null) return null
    address = `${dotted[1]}${(low >>> 16).toString(16)}:${(low & 0xffff).toString(16)}`
  }
  const [head = '', tail] = address.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail ? tail.split(':') : []
  const missing = 8 - front.length - back.length
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  const groups = [...front, ...Array<string>(missing).fill('0'), ...back].map((g) => Number.parseInt(g, 16))
  if (groups.some((group) => !(group >= 0 && group <= 0xffff))) return null
  const word = (n: number) => (groups[2 * n] ?? 0) * 65536 + (groups[2 * n + 1] ?? 0)
  return [word(0), word(1), word(2), word(3)]
}
