/** What people wrote on the timeline: saved, loaded by time, deleted by who wrote it or may. */

import type { Annotation } from '../model/annotation.ts'
import type { Store } from './store.ts'

/** Of one stretch; there are never so many that a person could read them all. */
export const ANNOTATIONS_LIMIT = 1_000

export async function saveAnnotation(store: Store, annotation: Annotation): Promise<void> {
  await store.prisma.annotation.create({ data: annotation })
}

/** Those that touch the stretch, oldest first. */
export async function loadAnnotations(
  store: Store,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<Annotation[]> {
  return store.prisma.annotation.findMany({
    where: { atMs: { lte: toMs }, OR: [{ toMs: { gte: fromMs } }, { toMs: null, atMs: { gte: fromMs } }] },
    orderBy: [{ atMs: 'asc' }, { id: 'asc' }],
    take: ANNOTATIONS_LIMIT,
  })
}

export async function loadAnnotation(store: Store, id: string): Promise<Annotation | null> {
  return store.prisma.annotation.findUnique({ where: { id } })
}

/** False where there was none. */
export async function deleteAnnotation(store: Store, id: string): Promise<boolean> {
  const { count } = await store.prisma.annotation.deleteMany({ where: { id } })
  return count > 0
}
