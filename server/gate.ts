/** Who asks, and may they; the API and the pages read the answer from the header that the front door sets. */

import type { IncomingMessage } from 'node:http'
import type { Identity } from '#lib/model/identity'
import { leastRole, may, type Permission, type Role } from '#lib/model/role'
import { LOOPBACK, type Settings } from './settings/settings.ts'

export type Verify = (token: string) => Promise<{ id: string; name: string; role: Role } | null>
export type Decision =
  | { ok: true; who: Identity }
  | { ok: false; status: 401 | 403; code: string; message: string }

export type Gate = ReturnType<typeof createGate>

const refuse = (status: 401 | 403, code: string, message: string): Decision => ({
  ok: false,
  status,
  code,
  message,
})

export function createGate(settings: Pick<Settings, 'host' | 'openAccess'>, verify: Verify) {
  const loopback = LOOPBACK.has(settings.host)

  /** On loopback another name in Host means another site's page reached us through its own DNS. */
  function hostIsOurs(request: IncomingMessage): boolean {
    if (!loopback) return true
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
    return LOOPBACK.has(host) || host === '127.0.0.1'
  }

  function sameOrigin(request: IncomingMessage): boolean {
    const { origin, host } = request.headers
    if (!origin) return true
    return URL.canParse(origin) && new URL(origin).host === host
  }

  function tokenOf(request: IncomingMessage): string | null {
    const { authorization } = request.headers
    if (authorization?.startsWith('Bearer ')) return authorization.slice(7).trim()
    // A browser asks for user and password by itself; the token is the password.
    if (authorization?.startsWith('Basic '))
      return Buffer.from(authorization.slice(6), 'base64').toString('utf8').split(':').slice(1).join(':')
    return null
  }

  async function identify(request: IncomingMessage, wanted: Permission): Promise<Identity | null> {
    if (loopback && settings.openAccess)
      return { id: 'loopback', name: 'loopback', role: 'admin', via: 'loopback' }
    const token = tokenOf(request)
    const holder = token ? await verify(token) : null
    if (holder) return { ...holder, via: 'token' }
    if (loopback && wanted === 'look')
      return { id: 'loopback', name: 'loopback', role: 'viewer', via: 'loopback' }
    return null
  }

  return {
    async decide(request: IncomingMessage, wanted: Permission): Promise<Decision> {
      if (!hostIsOurs(request) || !sameOrigin(request))
        return refuse(403, 'foreign_origin', 'Asked for through another site; refused.')
      const who = await identify(request, wanted)
      const role = leastRole(wanted)
      if (!who) {
        const make = `polygraph token create --role ${role} --name NAME`
        return refuse(401, 'token', `This needs a token with the role ${role}: ${make}`)
      }
      if (may(who.role, wanted)) return { ok: true, who }
      return refuse(403, 'role', `This needs the role ${role}; the token has ${who.role}.`)
    },
  }
}
