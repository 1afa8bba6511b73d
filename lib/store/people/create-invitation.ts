/** Makes a one-time link; its key is given once and only its hash is kept. */

import { randomBytes, randomUUID } from 'node:crypto'
import type { InvitationKind, PersonRole } from '../../model/person.ts'
import type { Store } from '../store.ts'
import { tokenHash } from '../token-hash.ts'

const KEY_BYTES = 32
const HOUR_MS = 3_600_000
/** How long each kind may be used. */
export const INVITATION_LIFE_MS: Record<InvitationKind, number> = {
  first: HOUR_MS,
  invite: 72 * HOUR_MS,
  password: HOUR_MS,
}

export type NewInvitation = {
  kind: InvitationKind
  role: PersonRole
  personId?: string
  madeBy: string
  nowMs: number
  lifeMs?: number
}

/** A new first link, and a new password link of the same person, voids the ones before. */
export async function createInvitation(
  store: Store,
  wanted: NewInvitation,
): Promise<{ id: string; key: string; expiresAtMs: number }> {
  const { kind, role, madeBy, nowMs } = wanted
  const personId = wanted.personId ?? null
  const id = randomUUID()
  const key = randomBytes(KEY_BYTES).toString('base64url')
  const expiresAtMs = nowMs + (wanted.lifeMs ?? INVITATION_LIFE_MS[kind])
  await store.prisma.$transaction(async (tx) => {
    if (kind !== 'invite')
      await tx.invitation.updateMany({
        where: { kind, personId, usedAtMs: null, voidedAtMs: null },
        data: { voidedAtMs: nowMs },
      })
    const data = { id, hash: tokenHash(key), kind, role, personId, madeBy, createdAtMs: nowMs, expiresAtMs }
    await tx.invitation.create({ data })
  })
  return { id, key, expiresAtMs }
}
