/** Scripts and styles of the pages, from memory's list of them, compressed when they were built: no page waits for that. */

import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import sirv from 'sirv'

const PREFIX = '/_next/static'
const YEAR_S = 31_536_000

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

/** `otherwise` answers what the folder does not have, and everything where there is no such folder. */
export function createStaticFiles(folder: string, otherwise: Answer): Answer {
  if (!existsSync(folder)) return otherwise
  // Every name has its content's hash in it: what was loaded once is never asked for again.
  const serve = sirv(folder, { immutable: true, maxAge: YEAR_S, gzip: true, brotli: true, etag: true })
  return (request, response) => {
    const url = request.url ?? ''
    request.url = url.slice(PREFIX.length)
    serve(request, response, () => {
      request.url = url
      return otherwise(request, response) as undefined
    })
  }
}
