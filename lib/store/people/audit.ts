/** The audit log: one line is added and none is changed; old ones go after their time. */

import type { AuditEntry } from '../../model/person.ts'
import type { Store } from '../store.ts'

export const AUDIT_PAGE = 200
/** Kept this long, and never more than this many. */
export const AUDIT_LIFE_MS = 400 * 86_400_000
export const AUDIT_MOST = 100_000
/** Ended sessions and used links are kept this long, for the audit log to be understood. */
const LEFTOVERS_MS = 30 * 86_400_000
const TEXT_LIMIT = 500

export async function saveAudit(store: Store, entry: Omit<AuditEntry, 'seq'>): Promise<void> {
  const { atMs, whoId, via } = entry
  const [who, action, subject, detail] = [entry.who, entry.action, entry.subject, entry.detail].map((text) =>
    text.slice(0, TEXT_LIMIT),
  ) as [string, string, string, string]
  await store.prisma.auditEntry.create({ data: { atMs, who, whoId, via, action, subject, detail } })
}

/** Newest first, those before `beforeSeq`; at most AUDIT_PAGE. */
export async function loadAudit(
  store: Store,
  beforeSeq: number | null,
): Promise<{ entries: AuditEntry[]; nextBeforeSeq: number | null }> {
  const rows = await store.prisma.auditEntry.findMany({
    where: beforeSeq === null ? {} : { seq: { lt: beforeSeq } },
    orderBy: { seq: 'desc' },
    take: AUDIT_PAGE,
  })
  const entries = rows.map((row) => ({ ...row, via: row.via as AuditEntry['via'] }))
  return { entries, nextBeforeSeq: rows.length < AUDIT_PAGE ? null : (rows.at(-1)?.seq ?? null) }
}

export async function prunePeople(store: Store, nowMs: number, most = AUDIT_MOST): Promise<void> {
  const newest = await store.prisma.auditEntry.findFirst({ orderBy: { seq: 'desc' }, select: { seq: true } })
  await store.prisma.auditEntry.deleteMany({
    where: { OR: [{ atMs: { lt: nowMs - AUDIT_LIFE_MS } }, { seq: { lte: (newest?.seq ?? 0) - most } }] },
  })
  const longAgoMs = nowMs - LEFTOVERS_MS
  await store.prisma.session.deleteMany({ where: { expiresAtMs: { lt: longAgoMs } } })
  await store.prisma.invitation.deleteMany({ where: { expiresAtMs: { lt: longAgoMs } } })
}
