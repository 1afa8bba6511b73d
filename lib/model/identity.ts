/** Who asks: a person with a session, a token's holder, or anyone on loopback under open access. */

import { isRole, type Role } from './role.ts'

export type Identity = {
  /** The person's or the token's; `loopback` under open access. */
  id: string
  name: string
  role: Role
  via: 'session' | 'token' | 'loopback'
  /** Which of the person's sessions; for no token and not on open loopback. */
  sessionId?: string
}

/** The header by which the front door tells API and pages who asks; what comes from outside is taken off. */
export const IDENTITY_HEADER = 'x-polygraph-person'

const VIAS = ['session', 'token', 'loopback']

/** As a header's value: JSON with every character beyond ASCII escaped. */
export function writeIdentity({ id, name, role, via, sessionId }: Identity): string {
  const inAscii = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  return JSON.stringify({ id, name, role, via, sessionId }).replace(/[^\x20-\x7e]/g, inAscii)
}

/** Null for anything but what `writeIdentity` wrote. */
export function readIdentity(text: string | null | undefined): Identity | null {
  if (!text) return null
  let read: Partial<Record<keyof Identity, unknown>> | null
  try {
    read = JSON.parse(text)
  } catch {
    return null
  }
  const { id, name, role, via, sessionId } = read ?? {}
  if (typeof id !== 'string' || typeof name !== 'string' || typeof role !== 'string') return null
  if (!isRole(role) || !VIAS.includes(String(via))) return null
  const session = typeof sessionId === 'string' ? { sessionId } : {}
  return { id, name, role, via: via as Identity['via'], ...session }
}
