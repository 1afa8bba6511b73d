/** Who asks, and may they; the API and the pages read the answer from the header that the front door sets. */

import type { IncomingMessage } from 'node:http'
import type { Identity } from '#lib/model/identity'
import { leastRole, may, type Permission, type Role } from '#lib/model/role'
import { LOOPBACK, type Settings } from './settings/settings.ts'
import { readSessionCookie } from './sign-in/session-cookie.ts'

type Holder = { id: string; name: string; role: Role; sessionId?: string }
export type Verify = (secret: string) => Promise<Holder | null>
export type Refused = { ok: false; status: 401 | 403 | 503; code: string; message: string }
export type Decision = { ok: true; who: Identity } | Refused

export type Gate = ReturnType<typeof createGate>

const LOOKS = new Set(['GET', 'HEAD', 'OPTIONS'])
const ANYONE: Identity = { id: 'loopback', name: 'loopback', role: 'admin', via: 'loopback' }
const FOREIGN = refuse(403, 'foreign_origin', 'Asked for through another site; refused.')
const UNPROVEN = refuse(
  403,
  'no_proof_of_origin',
  'A browser’s change needs Origin or Sec-Fetch-Site of this site, and JSON or the header x-polygraph.',
)

function refuse(status: 401 | 403, code: string, message: string): Refused {
  return { ok: false, status, code, message }
}

export function createGate(
  settings: Pick<Settings, 'host' | 'openAccess' | 'publicUrl'>,
  verify: { token: Verify; session: Verify },
) {
  const loopback = LOOPBACK.has(settings.host)
  const open = loopback && settings.openAccess
  const publicHost = settings.publicUrl && new URL(settings.publicUrl).host

  /** On loopback another name in Host means another site's page reached us through its own DNS. */
  function hostIsOurs(request: IncomingMessage): boolean {
    if (!loopback || (publicHost && request.headers.host === publicHost)) return true
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
    return LOOPBACK.has(host)
  }

  function sameOrigin(request: IncomingMessage): boolean {
    const { origin, host } = request.headers
    if (!origin) return true
    return URL.canParse(origin) && new URL(origin).host === host
  }

  /** Cookies come along from anywhere; these two headers only from a script of our own page. */
  function isOwnPage(request: IncomingMessage): boolean {
    const { origin, 'sec-fetch-site': site, 'content-type': type } = request.headers
    const ours = site === undefined ? origin !== undefined : site === 'same-origin'
    return ours && (/^application\/json\b/i.test(type ?? '') || request.headers['x-polygraph'] !== undefined)
  }

  /** Of any request, whoever asks; null where nothing speaks against it. */
  function check(request: IncomingMessage): Refused | null {
    if (!hostIsOurs(request) || !sameOrigin(request)) return FOREIGN
    const bearer = request.headers.authorization !== undefined
    if (open || bearer || LOOKS.has(request.method ?? 'GET') || isOwnPage(request)) return null
    return UNPROVEN
  }

  async function identify(request: IncomingMessage): Promise<Identity | null> {
    if (open) return ANYONE
    const { authorization } = request.headers
    // A request that shows a token is the token's, whatever cookie comes along.
    if (authorization !== undefined) {
      const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1]
      const holder = token ? await verify.token(token) : null
      return holder && { ...holder, via: 'token' }
    }
    const secret = readSessionCookie(request)
    const holder = secret ? await verify.session(secret) : null
    return holder && { ...holder, via: 'session' }
  }

  return {
    check,
    async decide(request: IncomingMessage, wanted: Permission): Promise<Decision> {
      const wrong = check(request)
      if (wrong === FOREIGN) return wrong
      const who = await identify(request)
      // A stranger is told to sign in before being told how to ask.
      if (wrong && who) return wrong
      const role = leastRole(wanted)
      if (!who) {
        const make = `polygraph token create --role ${role} --name NAME`
        return refuse(401, 'token', `This needs someone signed in, or a token with the role ${role}: ${make}`)
      }
      if (may(who.role, wanted)) return { ok: true, who }
      return refuse(403, 'role', `This needs the role ${role}; ${who.name} has ${who.role}.`)
    },
  }
}
