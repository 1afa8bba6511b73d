/** People who sign in, their sessions, the one-time links that bring them in, and what was done by whom. */

import type { Identity } from './identity.ts'
import type { PERSON_ROLES } from './role.ts'

export type PersonRole = (typeof PERSON_ROLES)[number]

export type Person = {
  id: string
  name: string
  role: PersonRole
  createdAtMs: number
  /** Null while they may sign in. */
  disabledAtMs: number | null
}

/** A browser that is signed in. */
export type SessionEntry = {
  id: string
  personId: string
  /** Where it signed in from. */
  address: string
  browser: string
  createdAtMs: number
  lastSeenAtMs: number
  expiresAtMs: number
}

/** `first` makes the first admin, `invite` another person, `password` sets a new password for a person. */
export type InvitationKind = 'first' | 'invite' | 'password'

export type InvitationEntry = {
  id: string
  kind: InvitationKind
  role: PersonRole
  personId: string | null
  madeBy: string
  createdAtMs: number
  expiresAtMs: number
}

export type AuditEntry = {
  seq: number
  atMs: number
  /** A name; `stranger` where nobody was signed in. */
  who: string
  whoId: string | null
  via: Identity['via'] | 'none' | 'shell'
  /** `sign-in`, `sign-in-failed`, `person-created`, … */
  action: string
  /** What it was done to: a person, a token, a postmortem. */
  subject: string
  detail: string
}

const NAME_LIMIT = 60

/** Names are compared so; two people cannot have names that read alike in case or form. */
export const personNameKey = (name: string): string =>
  name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

/** What the audit log calls those who are no person. */
const RESERVED = new Set(['stranger', 'loopback', 'the command line', 'the first start', 'an unknown name'])

/** What is wrong with a name; null where nothing is. */
export function checkPersonName(name: string): string | null {
  const key = personNameKey(name)
  if (key === '' || name.length > NAME_LIMIT) return `A name has 1 to ${NAME_LIMIT} characters.`
  if (RESERVED.has(key)) return `${name.trim()} stands for something else in the audit log.`
  return /[\p{C}]/u.test(name) ? 'A name has no control or invisible characters.' : null
}

export const PASSWORD_MIN = 12
/** Longer ones are not hashed: the work would be the sender's choice. */
export const PASSWORD_MAX = 200

/** What is wrong with a password for this name; null where nothing is. */
export function checkPassword(password: string, name: string): string | null {
  if (password.length < PASSWORD_MIN) return `A password has at least ${PASSWORD_MIN} characters.`
  if (password.length > PASSWORD_MAX) return `A password has at most ${PASSWORD_MAX} characters.`
  if (new Set(password).size < 5) return 'A password has at least 5 different characters.'
  const key = personNameKey(name)
  return key.length > 3 && personNameKey(password).includes(key) && password.length < key.length + 8
    ? 'A password is more than the name with a little added.'
    : null
}
