/** Uses a one-time link up: a new person, or a new password for the one it was made for. */

import { randomUUID } from 'node:crypto'
import { type InvitationEntry, type Person, personNameKey } from '../../model/person.ts'
import type { Store } from '../store.ts'
import { findInvitation } from './invitations.ts'
import { isAnyone, loadPerson, PEOPLE_LIMIT } from './load-people.ts'

export type RedeemedInvitation =
  | { ok: true; person: Person; invitation: InvitationEntry }
  | { ok: false; reason: 'void-link' | 'name-taken' | 'too-many-people'; message: string }

export const VOID_LINK = 'This link was used, is too old, or was replaced by a newer one. Ask for a new one.'

/** All of it or nothing; `name` is left aside where the link is for someone who has one. */
export async function redeemInvitation(
  store: Store,
  wanted: { key: string; name: string; passwordHash: string; nowMs: number },
): Promise<RedeemedInvitation> {
  const { key, passwordHash, nowMs } = wanted
  const name = wanted.name.trim()
  return store.prisma.$transaction(async (tx): Promise<RedeemedInvitation> => {
    const inside = { ...store, prisma: tx as Store['prisma'] }
    const invitation = await findInvitation(inside, key, nowMs)
    if (!invitation) return { ok: false, reason: 'void-link', message: VOID_LINK }
    if (invitation.kind === 'first' && (await isAnyone(inside)))
      return { ok: false, reason: 'void-link', message: VOID_LINK }
    const use = () => tx.invitation.update({ where: { id: invitation.id }, data: { usedAtMs: nowMs } })
    if (invitation.personId) {
      const person = await loadPerson(inside, invitation.personId)
      if (!person || person.disabledAtMs !== null)
        return { ok: false, reason: 'void-link', message: VOID_LINK }
      await use()
      await tx.person.update({ where: { id: person.id }, data: { passwordHash } })
      await tx.session.updateMany({
        where: { personId: person.id, endedAtMs: null },
        data: { endedAtMs: nowMs },
      })
      return { ok: true, person, invitation }
    }
    const nameKey = personNameKey(name)
    if (await tx.person.findUnique({ where: { nameKey }, select: { id: true } }))
      return { ok: false, reason: 'name-taken', message: `There is somebody named ${name} already.` }
    if ((await tx.person.count()) >= PEOPLE_LIMIT)
      return { ok: false, reason: 'too-many-people', message: `There are ${PEOPLE_LIMIT} people already.` }
    await use()
    const { role } = invitation
    const person: Person = { id: randomUUID(), name, role, createdAtMs: nowMs, disabledAtMs: null }
    await tx.person.create({ data: { ...person, nameKey, passwordHash } })
    return { ok: true, person, invitation }
  })
}
