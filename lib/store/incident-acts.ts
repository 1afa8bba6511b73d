/** What was done about incidents: saved, loaded in the order of time, and where a merged incident went. */

import type { IncidentAct, IncidentActKind } from '../model/incident-act.ts'
import type { Store } from './store.ts'

/** Of one incident; the oldest of more are left out. */
export const ACTS_LIMIT = 500
/** A merged incident may have been merged on; longer chains are not followed. */
const MOVES_MOST = 20

/** A merge takes what was done about the other along. */
export async function saveIncidentAct(store: Store, act: IncidentAct): Promise<void> {
  const { incidentAct } = store.prisma
  const moves =
    act.kind === 'merge' && act.otherId !== null
      ? [incidentAct.updateMany({ where: { incidentId: act.otherId }, data: { incidentId: act.incidentId } })]
      : []
  await store.prisma.$transaction([...moves, incidentAct.create({ data: act })])
}

/** Oldest first; of a split, what was taken out knows of it too. */
export async function loadIncidentActs(store: Store, incidentId: string): Promise<IncidentAct[]> {
  const rows = await store.prisma.incidentAct.findMany({
    where: { OR: [{ incidentId }, { kind: 'split', otherId: incidentId }] },
    orderBy: [{ atMs: 'desc' }, { id: 'desc' }],
    take: ACTS_LIMIT,
  })
  return rows.reverse().map((row) => ({ ...row, kind: row.kind as IncidentActKind }))
}

export async function loadIncidentAct(store: Store, id: string): Promise<IncidentAct | null> {
  const row = await store.prisma.incidentAct.findUnique({ where: { id } })
  return row && { ...row, kind: row.kind as IncidentActKind }
}

/** False where there was none. */
export async function deleteIncidentAct(store: Store, id: string): Promise<boolean> {
  const { count } = await store.prisma.incidentAct.deleteMany({ where: { id } })
  return count > 0
}

/** Null where it was never merged into another. */
export async function loadMergedInto(store: Store, id: string): Promise<string | null> {
  let at = id
  for (let moves = 0; moves < MOVES_MOST; moves++) {
    const row = await store.prisma.incidentAct.findFirst({
      where: { kind: { in: ['merge', 'split'] }, otherId: at },
      orderBy: { atMs: 'desc' },
      select: { incidentId: true, kind: true },
    })
    // What was taken out again stands by itself, also under the name that it had before.
    if (row?.kind !== 'merge') break
    at = row.incidentId
  }
  return at === id ? null : at
}
