/** Links for strangers: made, found by their token, listed, revoked; the token's text is given once and kept nowhere. */

import { randomBytes, randomUUID } from 'node:crypto'
import { LINKS_LIMIT, type RedactionRules, type ShareLink } from '../model/share-link.ts'
import { hashPassphrase } from './passphrase.ts'
import type { Store } from './store.ts'
import { toStoreError } from './store-error.ts'
import { tokenHash } from './token-hash.ts'

const TOKEN_BYTES = 32
/** 32 bytes as base64url; nothing else is looked up. */
export const TOKEN_FORM = /^[A-Za-z0-9_-]{43}$/

export type LinkMade =
  | { ok: true; link: ShareLink; token: string }
  | { ok: false; reason: 'too-many' | 'not-found' | 'not-saved'; message: string }

export async function createShareLink(
  store: Store,
  wanted: {
    postmortemId: string
    rules: RedactionRules
    passphrase: string | null
    expiresAtMs: number
    by: string
    nowMs: number
    /** That of another link, where both should call things the same. */
    pseudonymKey?: string
  },
): Promise<LinkMade> {
  const { postmortemId, rules, expiresAtMs, by, nowMs } = wanted
  try {
    const known = await store.prisma.postmortem.count({ where: { id: postmortemId } })
    if (!known) return { ok: false, reason: 'not-found', message: `There is no postmortem ${postmortemId}.` }
    const open = { postmortemId, revokedAtMs: null, expiresAtMs: { gt: nowMs } }
    if ((await store.prisma.shareLink.count({ where: open })) >= LINKS_LIMIT)
      return { ok: false, reason: 'too-many', message: `A postmortem has at most ${LINKS_LIMIT} open links.` }
    await dropDeadLinks(store, postmortemId, nowMs)
    const token = randomBytes(TOKEN_BYTES).toString('base64url')
    const row = await store.prisma.shareLink.create({
      data: {
        id: randomUUID(),
        postmortemId,
        tokenHash: tokenHash(token),
        rules: JSON.stringify(rules),
        pseudonymKey: wanted.pseudonymKey ?? randomBytes(16).toString('base64url'),
        passphrase: wanted.passphrase === null ? null : await hashPassphrase(wanted.passphrase),
        ...{ createdAtMs: nowMs, createdBy: by, expiresAtMs, revokedAtMs: null },
      },
    })
    return { ok: true, link: fromRow(row), token }
  } catch (cause) {
    return { ok: false, reason: 'not-saved', message: toStoreError(cause, 'The link was not made').message }
  }
}

/** Those that lead nowhere any more, with their access logs, but for the newest. */
async function dropDeadLinks(store: Store, postmortemId: string, nowMs: number): Promise<void> {
  const dead = await store.prisma.shareLink.findMany({
    where: { postmortemId, OR: [{ revokedAtMs: { not: null } }, { expiresAtMs: { lte: nowMs } }] },
    orderBy: { createdAtMs: 'desc' },
    skip: LINKS_LIMIT,
    select: { id: true },
  })
  if (dead.length === 0) return
  const ids = dead.map(({ id }) => id)
  await store.prisma.$transaction([
    store.prisma.linkAccess.deleteMany({ where: { linkId: { in: ids } } }),
    store.prisma.shareLink.deleteMany({ where: { id: { in: ids } } }),
  ])
}

export type OpenLink = { link: ShareLink; passphrase: string | null }

/** Null for a token that is unknown, revoked, or expired at this moment: nobody is told which. */
export async function findShareLink(store: Store, token: string, nowMs: number): Promise<OpenLink | null> {
  if (!TOKEN_FORM.test(token)) return null
  const row = await store.prisma.shareLink.findUnique({ where: { tokenHash: tokenHash(token) } })
  if (!row || row.revokedAtMs !== null || nowMs >= row.expiresAtMs) return null
  return { link: fromRow(row), passphrase: row.passphrase }
}

/** Newest first. */
export async function loadShareLinks(store: Store, postmortemId: string): Promise<ShareLink[]> {
  const rows = await store.prisma.shareLink.findMany({
    where: { postmortemId },
    orderBy: [{ createdAtMs: 'desc' }, { id: 'desc' }],
  })
  return rows.map(fromRow)
}

export async function loadShareLink(store: Store, id: string): Promise<ShareLink | null> {
  const row = await store.prisma.shareLink.findUnique({ where: { id } })
  return row && fromRow(row)
}

/** False where there is none, or it was revoked before. */
export async function revokeShareLink(store: Store, id: string, nowMs: number): Promise<boolean> {
  const { count } = await store.prisma.shareLink.updateMany({
    where: { id, revokedAtMs: null },
    data: { revokedAtMs: nowMs },
  })
  return count > 0
}

type Row = Omit<ShareLink, 'rules' | 'hasPassphrase'> & { rules: string; passphrase: string | null }

function fromRow({ rules, passphrase, ...row }: Row): ShareLink {
  const { id, postmortemId, pseudonymKey, createdAtMs, createdBy, expiresAtMs, revokedAtMs } = row
  return {
    ...{ id, postmortemId, pseudonymKey, createdAtMs, createdBy, expiresAtMs, revokedAtMs },
    rules: JSON.parse(rules) as RedactionRules,
    hasPassphrase: passphrase !== null,
  }
}
