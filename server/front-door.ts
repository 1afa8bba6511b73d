/** Answers every request: asks the gate who may, then hands on to the API or to the pages. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Permission } from '#lib/model/role'
import type { Gate, Refused } from './gate.ts'
import { setPagePolicy, setSafeHeaders } from './page-headers.ts'
import { setIdentity } from './set-identity.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

const API = /^\/(api\/|healthz$|readyz$|metrics$|agent\.mjs$)/
/** The same for everyone under any name of this host, and no secret in it. */
const PUBLIC = new Set(['/healthz', '/readyz', '/agent.mjs'])
/** Asked by who is not signed in yet; each is meant to the letter. */
const OPEN = new Set([
  '/icon.svg',
  '/sign-in',
  '/sign-in/first',
  '/sign-in/invited',
  '/api/v1/sign-in',
  '/api/v1/sign-in/link',
])
/** Scripts and styles of the pages, named by their content; no way up and nothing encoded. */
const STATIC = /^\/_next\/static\/(?:[\w~-][\w.~-]*\/)*[\w~-][\w.~-]*$/
/** What begins so is never a page of ours. */
const STRANGER = /^\/p(\/|$)/
/** Changes that whoever may look may make: they concern the asker alone. */
const OWN = /^\/api\/v1\/(sign-out|sessions\/[\w-]+)$/
const NEXT_LIMIT = 500
const UNREADABLE: Refused = {
  ok: false,
  status: 503,
  code: 'database',
  message: 'Who you are could not be looked up: the database does not answer. Nothing was changed.',
}

/** The least that a request needs; routes that need more ask for it themselves. */
function leastFor(method: string, pathname: string): Permission {
  if (pathname === '/api/v1/ingest') return 'ingest'
  return method === 'GET' || method === 'HEAD' || OWN.test(pathname) ? 'look' : 'annotate'
}

function refuse(request: IncomingMessage, response: ServerResponse, refused: Refused): void {
  const { status, code, message } = refused
  const url = request.url ?? '/'
  const page = /\btext\/html\b/.test(request.headers.accept ?? '') && !API.test(url.split('?')[0]!)
  if (status === 401 && page) {
    const next = url === '/' || url.length > NEXT_LIMIT ? '' : `?next=${encodeURIComponent(url)}`
    response.writeHead(303, { location: `/sign-in${next}`, 'cache-control': 'no-store' })
    response.end()
    return
  }
  if (status === 401) response.setHeader('www-authenticate', 'Bearer realm="Polygraph"')
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ error: { code, message } }))
}

export type Behind = {
  gate: Gate
  api: Answer
  page: Answer
  /** The pages' scripts and styles. */
  asset: Answer
  /** `/p/…`: asks for the link instead of for the person. */
  stranger: Answer
}

export function createFrontDoor({ gate, api, page, asset, stranger }: Behind): Answer {
  return async (request, response) => {
    const url = request.url ?? '/'
    setIdentity(request, null)
    // The live socket asks the gate itself.
    if (url.startsWith('/live/')) return
    setSafeHeaders(request, response)
    const pathname = url.split('?')[0]!
    if (STRANGER.test(pathname)) return stranger(request, response)
    if (STATIC.test(pathname)) return asset(request, response)
    if (PUBLIC.has(pathname)) return api(request, response)
    const open = OPEN.has(pathname)
    const wanted = open ? 'look' : leastFor(request.method ?? 'GET', pathname)
    const decision = await gate.decide(request, wanted).catch(() => UNREADABLE)
    if (decision.ok) setIdentity(request, decision.who)
    else {
      const refused = open ? gate.check(request) : decision
      if (refused) return refuse(request, response, refused)
    }
    if (API.test(pathname)) return api(request, response)
    setPagePolicy(request, response)
    return page(request, response)
  }
}
