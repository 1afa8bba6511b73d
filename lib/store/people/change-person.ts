/** Another role, or the right to sign in taken and given back; one admin always stays. */

import type { Person, PersonRole } from '../../model/person.ts'
import type { Store } from '../store.ts'
import { loadPerson } from './load-people.ts'

export type PersonChange = { role?: PersonRole; disabled?: boolean }
export type PersonChanged =
  | { ok: true; person: Person }
  | { ok: false; reason: 'unknown-person' | 'last-admin'; message: string }

/** Disabling ends their sessions in the same transaction. */
export async function changePerson(
  store: Store,
  id: string,
  change: PersonChange,
  nowMs: number,
): Promise<PersonChanged> {
  return store.prisma.$transaction(async (tx): Promise<PersonChanged> => {
    const person = await loadPerson({ ...store, prisma: tx as Store['prisma'] }, id)
    if (!person) return { ok: false, reason: 'unknown-person', message: 'There is no such person.' }
    const role = change.role ?? person.role
    const disabledAtMs =
      change.disabled === undefined
        ? person.disabledAtMs
        : change.disabled
          ? (person.disabledAtMs ?? nowMs)
          : null
    const wasAdmin = person.role === 'admin' && person.disabledAtMs === null
    if (wasAdmin && (role !== 'admin' || disabledAtMs !== null)) {
      const others = await tx.person.count({ where: { role: 'admin', disabledAtMs: null, id: { not: id } } })
      if (others === 0)
        return { ok: false, reason: 'last-admin', message: 'The last admin stays an admin who can sign in.' }
    }
    await tx.person.update({ where: { id }, data: { role, disabledAtMs } })
    if (disabledAtMs !== null)
      await tx.session.updateMany({ where: { personId: id, endedAtMs: null }, data: { endedAtMs: nowMs } })
    return { ok: true, person: { ...person, role, disabledAtMs } }
  })
}
