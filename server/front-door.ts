/** Answers every request: asks the gate who may, then hands on to the API or to the pages. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Gate } from './gate.ts'
import { setIdentity } from './set-identity.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

const API = /^\/(api\/|healthz$|readyz$|metrics$|agent\.mjs$)/
/** The agent's file is the same for everyone and holds no secret. */
const OPEN = new Set(['/healthz', '/agent.mjs'])

export function createFrontDoor({ gate, api, page }: { gate: Gate; api: Answer; page: Answer }): Answer {
  return async (request, response) => {
    const url = request.url ?? '/'
    setIdentity(request, null)
    // The live socket asks the gate itself.
    if (url.startsWith('/live/')) return
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('referrer-policy', 'no-referrer')
    response.setHeader('x-frame-options', 'DENY')
    const pathname = url.split('?')[0]!
    if (OPEN.has(pathname)) return api(request, response)
    const decision = await gate.decide(request, pathname === '/api/v1/ingest' ? 'ingest' : 'look')
    if (!decision.ok) {
      if (decision.status === 401)
        response.setHeader('www-authenticate', 'Basic realm="Polygraph: the token is the password"')
      response.writeHead(decision.status, { 'content-type': 'application/json' })
      return response.end(JSON.stringify({ error: { code: decision.code, message: decision.message } }))
    }
    setIdentity(request, decision.who)
    return API.test(pathname) ? api(request, response) : page(request, response)
  }
}
