/** The session's cookie: out of scripts' reach, for this site alone, `__Host-` where the browser came by HTTPS. */

import type { IncomingMessage } from 'node:http'

/** A proxy that ends TLS says so; a false claim makes a cookie that the browser refuses. */
export const cameByHttps = (request: IncomingMessage): boolean =>
  String(request.headers['x-forwarded-proto'] ?? '')
    .split(',')[0]
    ?.trim() === 'https'

/** Cookies are shared between the ports of a host; two Polygraphs on one machine must not sign each other out. */
function cookieName(request: IncomingMessage): string {
  if (cameByHttps(request)) return '__Host-polygraph'
  const port = /:(\d+)$/.exec(request.headers.host ?? '')?.[1] ?? '80'
  return `polygraph-${port}`
}

/** Null where there is none; the first of several, as browsers put the most specific first. */
export function readSessionCookie(request: IncomingMessage): string | null {
  const name = `${cookieName(request)}=`
  const pair = (request.headers.cookie ?? '').split(/;\s*/).find((each) => each.startsWith(name))
  return pair ? pair.slice(name.length) : null
}

/** `secret` null takes the cookie away. */
export function writeSessionCookie(request: IncomingMessage, secret: string | null, lifeMs: number): string {
  const life = `Max-Age=${secret === null ? 0 : Math.floor(lifeMs / 1000)}`
  const secure = cameByHttps(request) ? '; Secure' : ''
  return `${cookieName(request)}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Lax; ${life}${secure}`
}
