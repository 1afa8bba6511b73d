/** Who opened a link: noted, listed newest first, at most so many of each. */

import { ACCESS_LIMIT, type AccessOutcome, AGENT_LIMIT, type LinkAccess } from '../model/share-link.ts'
import type { Store } from './store.ts'

/** More than the limit may stand for this many entries. */
const TRIM_EVERY = 50

export async function noteAccess(
  store: Store,
  linkId: string,
  { atMs, address, agent, outcome }: LinkAccess,
): Promise<void> {
  const row = await store.prisma.linkAccess.create({
    data: {
      linkId,
      atMs,
      address: address.slice(0, AGENT_LIMIT),
      agent: agent.slice(0, AGENT_LIMIT),
      outcome,
    },
  })
  if (row.id % TRIM_EVERY !== 0) return
  const oldest = await store.prisma.linkAccess.findMany({
    where: { linkId },
    orderBy: { id: 'desc' },
    skip: ACCESS_LIMIT,
    take: 1,
    select: { id: true },
  })
  const last = oldest[0]
  if (last) await store.prisma.linkAccess.deleteMany({ where: { linkId, id: { lte: last.id } } })
}

export async function loadAccesses(
  store: Store,
  linkId: string,
  limit = ACCESS_LIMIT,
): Promise<LinkAccess[]> {
  const rows = await store.prisma.linkAccess.findMany({
    where: { linkId },
    orderBy: { id: 'desc' },
    take: Math.min(limit, ACCESS_LIMIT),
  })
  return rows.map(({ atMs, address, agent, outcome }) => ({
    ...{ atMs, address, agent },
    outcome: outcome as AccessOutcome,
  }))
}
