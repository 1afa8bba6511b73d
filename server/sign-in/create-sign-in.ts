/** Signing in and out, and coming in by a one-time link: every answer for a wrong name is the one for a wrong password. */

import { checkPassword, checkPersonName, type Person, type PersonRole } from '#lib/model/person'
import { createSession } from '#lib/store/people/create-session'
import { findInvitation } from '#lib/store/people/invitations'
import { loadPerson, loadPersonSecret } from '#lib/store/people/load-people'
import { redeemInvitation, VOID_LINK } from '#lib/store/people/redeem-invitation'
import { endSession, hasSignedInFrom } from '#lib/store/people/sessions'
import { verifySession } from '#lib/store/people/verify-session'
import type { Store } from '#lib/store/store'
import type { Audit } from '../audit.ts'
import { limitKeyOf } from './address-of.ts'
import { type Attempt, createAttempts } from './attempts.ts'
import { createPasswords } from './passwords.ts'

/** Where from, with which browser, and the cookie it had before. */
export type Visitor = { address: string; browser: string; secret: string | null }
export type SignedIn =
  | { ok: true; person: Person; secret: string; expiresAtMs: number }
  | { ok: false; status: 400 | 401 | 429 | 503; code: string; message: string; waitS?: number }
export type SignIn = ReturnType<typeof createSignIn>

/** An address that someone signed in from within this time is theirs. */
const KNOWN_FOR_MS = 30 * 86_400_000
const WRONG = {
  ok: false,
  status: 401,
  code: 'wrong',
  message: 'The name or the password is wrong.',
} as const
const BUSY = {
  ok: false,
  status: 503,
  code: 'busy',
  message: 'Too many people sign in at this moment. Try again in a few seconds.',
  waitS: 3,
} as const

export function createSignIn(port: { store: Store; now: () => number; audit: Audit }) {
  const { store, now, audit } = port
  const attempts = createAttempts()
  const passwords = createPasswords()

  /** A new session; the one that the browser had is over, so that nobody can plant one. */
  async function begin(person: Person, visitor: Visitor): Promise<SignedIn> {
    const before = visitor.secret && (await verifySession(store, visitor.secret, now()))
    if (before) await endSession(store, before.sessionId, now())
    const { address, browser } = visitor
    const session = await createSession(store, { personId: person.id, address, browser, nowMs: now() })
    return { ok: true, person, secret: session.secret, expiresAtMs: session.expiresAtMs }
  }

  async function limited(
    attempt: Attempt & { ok: false },
    subject: string,
    address: string,
  ): Promise<SignedIn> {
    const { limit, waitS, message, first } = attempt
    if (first)
      await audit({
        who: null,
        action: 'sign-in-limited',
        subject,
        detail: `${limit}, from ${address}`,
      })
    return { ok: false, status: 429, code: 'too_many_attempts', message, waitS }
  }

  /** What a link is for, without using it up; null where it is void. */
  async function lookAtLink(key: string): Promise<{ role: PersonRole; name: string | null } | null> {
    const link = await findInvitation(store, key, now())
    if (!link) return null
    const person = link.personId ? await loadPerson(store, link.personId) : null
    return { role: link.role, name: person?.name ?? null }
  }

  return {
    async byPassword(name: string, password: string, visitor: Visitor): Promise<SignedIn> {
      const { address } = visitor
      const found = await loadPersonSecret(store, name)
      const known = await hasSignedInFrom(store, found?.person.id ?? '', address, now() - KNOWN_FOR_MS)
      const key = limitKeyOf(address)
      const attempt = await attempts.begin(name, key, known)
      // What was typed may be a password in the wrong field: only names that there are go into the log.
      const subject = found?.person.name ?? 'an unknown name'
      if (!attempt.ok) return limited(attempt, subject, address)
      const right = await passwords.check(found?.passwordHash ?? null, password)
      if (right === null) {
        await attempts.giveBack(name, key, known)
        return BUSY
      }
      if (!right || !found || found.person.disabledAtMs !== null) {
        await audit({ who: null, action: 'sign-in-failed', subject, detail: `from ${address}` })
        return WRONG
      }
      await attempts.succeeded(name, key, known)
      const { person } = found
      await audit({
        who: { ...person, via: 'session' },
        action: 'sign-in',
        subject: person.name,
        detail: `from ${address}`,
      })
      return begin(person, visitor)
    },

    lookAtLink,

    async byLink(
      given: { key: string; name: string; password: string },
      visitor: Visitor,
    ): Promise<SignedIn> {
      const { key, password } = given
      const { address } = visitor
      const from = limitKeyOf(address)
      const attempt = await attempts.beginLink(from)
      if (!attempt.ok) return limited(attempt, 'a one-time link', address)
      const link = await lookAtLink(key)
      const refuse = async (code: string, message: string): Promise<SignedIn> => {
        if (code === 'void-link')
          await audit({
            who: null,
            action: 'link-refused',
            subject: 'a one-time link',
            detail: `from ${address}`,
          })
        else await attempts.giveLinkBack(from)
        return { ok: false, status: 400, code, message }
      }
      if (!link) return refuse('void-link', VOID_LINK)
      const name = link.name ?? given.name
      const wrong = checkPersonName(name) ?? checkPassword(password, name)
      if (wrong) return refuse('bad_request', wrong)
      const passwordHash = await passwords.hash(password)
      if (passwordHash === null) {
        await attempts.giveLinkBack(from)
        return BUSY
      }
      const used = await redeemInvitation(store, { key, name, passwordHash, nowMs: now() })
      if (!used.ok) return refuse(used.reason, used.message)
      await attempts.giveLinkBack(from)
      const { person, invitation } = used
      await audit({
        who: { ...person, via: 'session' },
        action: invitation.personId ? 'password-changed' : 'person-created',
        subject: person.name,
        detail: `${person.role}, by a link from ${invitation.madeBy}, from ${address}`,
      })
      return begin(person, visitor)
    },

    async out(visitor: Visitor): Promise<void> {
      const holder = visitor.secret && (await verifySession(store, visitor.secret, now()))
      if (!holder || !(await endSession(store, holder.sessionId, now()))) return
      await audit({ who: { ...holder, via: 'session' }, action: 'sign-out', subject: holder.name })
    },
  }
}
