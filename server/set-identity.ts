/** Puts who asks on a request, in place of whatever the request claimed itself. */

import type { IncomingMessage } from 'node:http'
import { IDENTITY_HEADER, type Identity, writeIdentity } from '#lib/model/identity'

/** Replaces a header in both forms: Next reads the joined one, Hono the raw one. */
export function setRequestHeader(request: IncomingMessage, name: string, value: string | null): void {
  const raw = request.rawHeaders
  const kept: string[] = []
  for (let i = 0; i + 1 < raw.length; i += 2)
    if (raw[i]!.toLowerCase() !== name) kept.push(raw[i]!, raw[i + 1]!)
  if (value !== null) kept.push(name, value)
  raw.splice(0, raw.length, ...kept)
  delete request.headers[name]
  if (value !== null) request.headers[name] = value
}

export const setIdentity = (request: IncomingMessage, who: Identity | null): void =>
  setRequestHeader(request, IDENTITY_HEADER, who && writeIdentity(who))
