/** The server's address out of what Traefik logs of it: `http://10.0.0.2:80/toto`, or Go's object for it. */

import { objectOf, textOf } from '../json-values.ts'

/** `10.0.0.2:80`; null where none was asked. */
export function serverOf(url: unknown): string | null {
  const host = textOf(objectOf(url)?.Host)
  if (host !== null) return host
  const text = textOf(url)
  if (text === null) return null
  const scheme = text.indexOf('://')
  const from = scheme < 0 ? 0 : scheme + 3
  const slash = text.indexOf('/', from)
  return text.slice(from, slash < 0 ? text.length : slash) || null
}
