/** One-time links that can still be used: all, one by its key; and made void. */

import type { InvitationEntry, InvitationKind } from '../../model/person.ts'
import type { Store } from '../store.ts'
import { tokenHash } from '../token-hash.ts'
import { isPersonRole } from './person-role.ts'

const INVITATIONS_LIMIT = 500
const KEY_LENGTH = 43
const SHOWN = {
  id: true,
  kind: true,
  role: true,
  personId: true,
  madeBy: true,
  createdAtMs: true,
  expiresAtMs: true,
} as const

const isKind = (text: string): text is InvitationKind => ['first', 'invite', 'password'].includes(text)
type Row = Omit<InvitationEntry, 'kind' | 'role'> & { kind: string; role: string }

function toEntry(row: Row): InvitationEntry | null {
  const { kind, role } = row
  return isKind(kind) && isPersonRole(role) ? { ...row, kind, role } : null
}

export async function loadInvitations(store: Store, nowMs: number): Promise<InvitationEntry[]> {
  const rows = await store.prisma.invitation.findMany({
    where: { usedAtMs: null, voidedAtMs: null, expiresAtMs: { gt: nowMs } },
    orderBy: { createdAtMs: 'desc' },
    take: INVITATIONS_LIMIT,
    select: SHOWN,
  })
  return rows.flatMap((row) => toEntry(row) ?? [])
}

/** Null for a key that is unknown, used, void or expired; looking does not use it up. */
export async function findInvitation(
  store: Store,
  key: string,
  nowMs: number,
): Promise<InvitationEntry | null> {
  if (key.length !== KEY_LENGTH) return null
  const row = await store.prisma.invitation.findUnique({ where: { hash: tokenHash(key) } })
  if (!row || row.usedAtMs !== null || row.voidedAtMs !== null || nowMs >= row.expiresAtMs) return null
  const { hash: _, usedAtMs: _used, voidedAtMs: _voided, ...shown } = row
  return toEntry(shown)
}

/** False where it could not be used any more. */
export async function voidInvitation(store: Store, id: string, nowMs: number): Promise<boolean> {
  const { count } = await store.prisma.invitation.updateMany({
    where: { id, usedAtMs: null, voidedAtMs: null },
    data: { voidedAtMs: nowMs },
  })
  return count === 1
}
