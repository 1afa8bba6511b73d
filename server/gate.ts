/** Who may do what: loopback visitors may look, anything else needs a token with the role for it. */

import type { IncomingMessage } from 'node:http'
import type { Role } from '#lib/model/role'
import { LOOPBACK, type Settings } from './settings/settings.ts'

export type { Role }

const RANK: Record<Role, Role[]> = {
  viewer: ['viewer', 'responder', 'operator', 'admin'],
  responder: ['responder', 'operator', 'admin'],
  operator: ['operator', 'admin'],
  admin: ['admin'],
  ingest: ['ingest', 'operator', 'admin'],
}

export type Verify = (token: string) => Promise<{ name: string; role: Role } | null>
export type Decision =
  | { ok: true; name: string }
  | { ok: false; status: 401 | 403; code: string; message: string }

export type Gate = ReturnType<typeof createGate>

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

  return {
    async decide(request: IncomingMessage, wanted: Role): Promise<Decision> {
      if (!hostIsOurs(request) || !sameOrigin(request))
        return {
          ok: false,
          status: 403,
          code: 'foreign_origin',
          message: 'Asked for through another site; refused.',
        }
      if (loopback && (settings.openAccess || wanted === 'viewer')) return { ok: true, name: 'loopback' }
      const token = tokenOf(request)
      const holder = token ? await verify(token) : null
      if (holder && RANK[wanted].includes(holder.role)) return { ok: true, name: holder.name }
      if (holder)
        return {
          ok: false,
          status: 403,
          code: 'role',
          message: `This needs the role ${wanted}; the token has ${holder.role}.`,
        }
      return {
        ok: false,
        status: 401,
        code: 'token',
        message: `This needs a token with the role ${wanted}: polygraph token create --role ${wanted} --name NAME`,
      }
    },
  }
}
