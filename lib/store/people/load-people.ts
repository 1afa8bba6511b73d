/** People by name; one by id; and, for checking a password, one by name with its hash. */

import { type Person, personNameKey } from '../../model/person.ts'
import type { Store } from '../store.ts'
import { isPersonRole } from './person-role.ts'

/** More people than this are not made. */
export const PEOPLE_LIMIT = 1_000

type Row = { id: string; name: string; role: string; createdAtMs: number; disabledAtMs: number | null }

/** Null, and counted, where the row has a role that this version does not know. */
function toPerson(store: Store, row: Row): Person | null {
  const { id, name, role, createdAtMs, disabledAtMs } = row
  if (isPersonRole(role)) return { id, name, role, createdAtMs, disabledAtMs }
  store.unreadable.set('person', (store.unreadable.get('person') ?? 0) + 1)
  return null
}

export async function loadPeople(store: Store): Promise<Person[]> {
  const rows = await store.prisma.person.findMany({ orderBy: { nameKey: 'asc' }, take: PEOPLE_LIMIT })
  return rows.flatMap((row) => toPerson(store, row) ?? [])
}

export async function loadPerson(store: Store, id: string): Promise<Person | null> {
  const row = await store.prisma.person.findUnique({ where: { id } })
  return row && toPerson(store, row)
}

/** Disabled people included: what to make of them is the caller's. */
export async function loadPersonSecret(
  store: Store,
  name: string,
): Promise<{ person: Person; passwordHash: string } | null> {
  const row = await store.prisma.person.findUnique({ where: { nameKey: personNameKey(name) } })
  const person = row && toPerson(store, row)
  return row && person ? { person, passwordHash: row.passwordHash } : null
}

export const isAnyone = async (store: Store): Promise<boolean> =>
  (await store.prisma.person.findFirst({ select: { id: true } })) !== null
