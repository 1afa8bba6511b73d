/** Makes a postmortem with its evidence, saves what people write into it, and deletes it with all that belongs to it. */

import { ONE_GO_MS, type Postmortem, type PostmortemFields, VERSIONS_LIMIT } from '../model/postmortem.ts'
import { EVIDENCE_LIMIT_BYTES, packEvidence } from './evidence-body.ts'
import { loadPostmortem } from './load-postmortems.ts'
import { toPostmortemRow } from './postmortem-row.ts'
import type { Store } from './store.ts'
import { toStoreError } from './store-error.ts'

export type NewPostmortem = {
  id: string
  incidentIds: string[]
  fields: PostmortemFields
  by: string
  nowMs: number
  /** Canonical JSON. */
  evidence: string
}

export type Made =
  | { ok: true; postmortem: Postmortem }
  | { ok: false; reason: 'too-large' | 'not-saved'; message: string }
export type Saved =
  | { ok: true; postmortem: Postmortem }
  | { ok: false; reason: 'not-found' | 'not-saved'; message: string }
  /** Somebody saved in between; theirs is given. */
  | { ok: false; reason: 'conflict'; message: string; current: Postmortem }

export async function createPostmortem(store: Store, made: NewPostmortem): Promise<Made> {
  const { id, incidentIds, fields, by, nowMs, evidence } = made
  const packed = await packEvidence(evidence)
  if (packed.bytes > EVIDENCE_LIMIT_BYTES)
    return { ok: false, reason: 'too-large', message: `Evidence of ${packed.bytes} bytes is too large.` }
  const postmortem: Postmortem = {
    ...{ id, incidentIds, version: 1, fields, evidenceHash: packed.hash },
    ...{ createdAtMs: nowMs, createdBy: by, updatedAtMs: nowMs, updatedBy: by },
  }
  const version = { postmortemId: id, version: 1, fields: JSON.stringify(fields), atMs: nowMs, by }
  try {
    await store.prisma.$transaction([
      store.prisma.frozenEvidence.create({ data: { postmortemId: id, ...packed } }),
      store.prisma.postmortem.create({ data: toPostmortemRow(postmortem) }),
      store.prisma.postmortemVersion.create({ data: version }),
    ])
    return { ok: true, postmortem }
  } catch (cause) {
    const { message } = toStoreError(cause, 'The postmortem was not made')
    return { ok: false, reason: 'not-saved', message }
  }
}

/** `version` is the one that was changed; only the newest can be. */
export async function savePostmortem(
  store: Store,
  change: { id: string; version: number; fields: PostmortemFields; by: string; nowMs: number },
): Promise<Saved> {
  const { id, version, fields, by, nowMs } = change
  const json = JSON.stringify(fields)
  try {
    const saved = await store.prisma.$transaction(async (tx) => {
      const { count } = await tx.postmortem.updateMany({
        where: { id, version },
        data: { version: version + 1, fields: json, title: fields.title, updatedAtMs: nowMs, updatedBy: by },
      })
      if (count === 0) return false
      const last = await tx.postmortemVersion.findFirst({
        where: { postmortemId: id },
        orderBy: { version: 'desc' },
      })
      // What one person types in one go is one version; the first is what the evidence said.
      if (last && last.version > 1 && last.by === by && nowMs - last.atMs < ONE_GO_MS)
        await tx.postmortemVersion.delete({
          where: { postmortemId_version: { postmortemId: id, version: last.version } },
        })
      const atMs =
        last && last.version > 1 && last.by === by && nowMs - last.atMs < ONE_GO_MS ? last.atMs : nowMs
      await tx.postmortemVersion.create({
        data: { postmortemId: id, version: version + 1, fields: json, atMs, by },
      })
      const old = await tx.postmortemVersion.findMany({
        where: { postmortemId: id },
        orderBy: { version: 'desc' },
        skip: VERSIONS_LIMIT,
        select: { version: true },
      })
      if (old.length)
        await tx.postmortemVersion.deleteMany({
          where: { postmortemId: id, version: { in: old.map((each) => each.version) } },
        })
      return true
    })
    const current = await loadPostmortem(store, id)
    if (!current) return { ok: false, reason: 'not-found', message: `There is no postmortem ${id}.` }
    if (saved) return { ok: true, postmortem: current }
    const message = `${current.updatedBy} saved version ${current.version} in between; yours was made from ${version}.`
    return { ok: false, reason: 'conflict', message, current }
  } catch (cause) {
    return {
      ok: false,
      reason: 'not-saved',
      message: toStoreError(cause, 'The postmortem was not saved').message,
    }
  }
}

/** With its evidence, history, links and their access logs; false where there was none. */
export async function deletePostmortem(store: Store, id: string): Promise<boolean> {
  const links = await store.prisma.shareLink.findMany({ where: { postmortemId: id }, select: { id: true } })
  const [, , , , { count }] = await store.prisma.$transaction([
    store.prisma.linkAccess.deleteMany({ where: { linkId: { in: links.map((link) => link.id) } } }),
    store.prisma.shareLink.deleteMany({ where: { postmortemId: id } }),
    store.prisma.postmortemVersion.deleteMany({ where: { postmortemId: id } }),
    store.prisma.frozenEvidence.deleteMany({ where: { postmortemId: id } }),
    store.prisma.postmortem.deleteMany({ where: { id } }),
  ])
  return count > 0
}
