/** `10.0.0.2:443` and `[fd00::2]:443`, taken apart and put in the one form that both ends share. */

export type Endpoint = { address: string; port: string }

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i

/** IPv4-mapped IPv6 becomes IPv4, a zone is cut off, letters are small. */
export function plainAddress(address: string): string {
  const zone = address.indexOf('%')
  const bare = zone < 0 ? address : address.slice(0, zone)
  if (!bare.includes(':')) return bare
  return MAPPED.exec(bare)?.[1] ?? bare.toLowerCase()
}

export function endpointOf(text: string): Endpoint {
  const colon = text.lastIndexOf(':')
  const host = colon < 0 ? text : text.slice(0, colon)
  const bare = host.startsWith('[') ? host.slice(1, -1) : host
  return { address: plainAddress(bare), port: colon < 0 ? '' : text.slice(colon + 1) }
}

export function endpointText({ address, port }: Endpoint): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** The same endpoint always in the same words; plain IPv4 is already so. */
export function plainEndpoint(text: string): string {
  return text.startsWith('[') || text.includes('%') ? endpointText(endpointOf(text)) : text
}

/** `local remote`, as sockets are named. */
export function plainSocketKey(key: string): string {
  const space = key.indexOf(' ')
  return space < 0 ? key : `${plainEndpoint(key.slice(0, space))} ${plainEndpoint(key.slice(space + 1))}`
}

/** The same connection as its other end names it. */
export function otherEnd(key: string): string {
  const space = key.indexOf(' ')
  return `${key.slice(space + 1)} ${key.slice(0, space)}`
}
