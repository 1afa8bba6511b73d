/** Postmortems, newest first; one by its id; its history; its evidence, with its hash checked. */

import type { Postmortem, PostmortemVersion } from '../model/postmortem.ts'
import { sha256, unpackEvidence } from './evidence-body.ts'
import { fromPostmortemRow, readFields } from './postmortem-row.ts'
import type { Store } from './store.ts'

export const POSTMORTEMS_LIMIT = 500

export async function loadPostmortems(store: Store, limit = POSTMORTEMS_LIMIT): Promise<Postmortem[]> {
  const rows = await store.prisma.postmortem.findMany({
    orderBy: [{ createdAtMs: 'desc' }, { id: 'desc' }],
    take: Math.min(Math.max(1, limit), POSTMORTEMS_LIMIT),
  })
  return rows.flatMap((row) => fromPostmortemRow(store, row) ?? [])
}

export async function loadPostmortem(store: Store, id: string): Promise<Postmortem | null> {
  const row = await store.prisma.postmortem.findUnique({ where: { id } })
  return row && fromPostmortemRow(store, row)
}

/** Newest first. */
export async function loadVersions(store: Store, postmortemId: string): Promise<PostmortemVersion[]> {
  const rows = await store.prisma.postmortemVersion.findMany({
    where: { postmortemId },
    orderBy: { version: 'desc' },
  })
  return rows.flatMap(({ version, atMs, by, fields: json }) => {
    const fields = readFields(store, json)
    return fields ? [{ version, atMs, by, fields }] : []
  })
}

export type LoadedEvidence =
  | { ok: true; text: string; hash: string }
  | { ok: false; reason: 'not-found' | 'damaged' }

/** `damaged` where the text does not have the hash that was noted with it; counted in `unreadable`. */
export async function loadEvidence(store: Store, postmortemId: string): Promise<LoadedEvidence> {
  const row = await store.prisma.frozenEvidence.findUnique({ where: { postmortemId } })
  if (!row) return { ok: false, reason: 'not-found' }
  const text = await unpackEvidence(row.body)
  if (text !== null && sha256(text) === row.hash) return { ok: true, text, hash: row.hash }
  store.unreadable.set('evidence', (store.unreadable.get('evidence') ?? 0) + 1)
  return { ok: false, reason: 'damaged' }
}
