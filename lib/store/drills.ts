/** Drills and their score sheets: a sheet is kept once its time is over, and then outlives what it was counted from. */

import type { Drill, ScoreSheet } from '../model/drill.ts'
import { toScoreSheet } from '../views/to-score-sheet.ts'
import { loadIncidents } from './load-incidents.ts'
import { loadSeries } from './load-series.ts'
import type { Store } from './store.ts'

export const DRILLS_LIMIT = 500
/** Pools whose requests are counted. */
const COUNTED_POOLS = 1_000
const INCIDENTS_MOST = 200
/** So long after its end all of it is on record, and a finding that ends late has told so. */
export const SETTLED_MS = 120_000

type Row = NonNullable<Awaited<ReturnType<Store['prisma']['drill']['findUnique']>>>

const toDrill = ({ sheet: _sheet, ...drill }: Row): Drill => drill

export async function saveDrill(store: Store, drill: Drill): Promise<void> {
  await store.prisma.drill.create({ data: drill })
}

/** False where there was none. */
export async function deleteDrill(store: Store, id: string): Promise<boolean> {
  const { count } = await store.prisma.drill.deleteMany({ where: { id } })
  return count > 0
}

/** Newest first. */
export async function loadDrills(store: Store): Promise<Drill[]> {
  const rows = await store.prisma.drill.findMany({
    orderBy: [{ fromMs: 'desc' }, { id: 'desc' }],
    take: DRILLS_LIMIT,
  })
  return rows.map(toDrill)
}

/** Null where there is no such drill. */
export async function loadScoreSheet(store: Store, id: string): Promise<ScoreSheet | null> {
  const row = await store.prisma.drill.findUnique({ where: { id } })
  return row && sheetOf(store, row)
}

/** Newest first, as `loadDrills`. */
export async function loadScoreSheets(store: Store): Promise<ScoreSheet[]> {
  const rows = await store.prisma.drill.findMany({
    orderBy: [{ fromMs: 'desc' }, { id: 'desc' }],
    take: DRILLS_LIMIT,
  })
  const sheets: ScoreSheet[] = []
  for (const row of rows) sheets.push(await sheetOf(store, row))
  return sheets
}

async function sheetOf(store: Store, row: Row): Promise<ScoreSheet> {
  const kept = readSheet(store, row.sheet)
  if (kept) return kept
  const drill = toDrill(row)
  const { fromMs, toMs } = drill
  const [incidents, pools] = await Promise.all([
    loadIncidents(store, { fromMs, toMs, limit: INCIDENTS_MOST }),
    store.prisma.pool.findMany({ select: { id: true }, orderBy: { id: 'asc' }, take: COUNTED_POOLS }),
  ])
  const samples = []
  for (const { id } of pools) samples.push(await loadSeries(store, id, { fromMs, toMs }))
  return toScoreSheet(drill, incidents, samples)
}

/** Keeps the sheets whose time has come; before anything that they are counted from is deleted. */
export async function keepScoreSheets(store: Store, nowMs: number): Promise<void> {
  const due = await store.prisma.drill.findMany({
    where: { sheet: null, toMs: { lte: nowMs - SETTLED_MS } },
    take: DRILLS_LIMIT,
  })
  for (const row of due) {
    const sheet = JSON.stringify(await sheetOf(store, row))
    await store.prisma.drill.updateMany({ where: { id: row.id }, data: { sheet } })
  }
}

function readSheet(store: Store, text: string | null): ScoreSheet | null {
  if (text === null) return null
  try {
    const sheet = JSON.parse(text) as ScoreSheet
    if (sheet.version === 1 && Array.isArray(sheet.incidents)) return sheet
  } catch {
    // Damaged: counted with those of another version, and counted up anew.
  }
  store.unreadable.set('score sheet', (store.unreadable.get('score sheet') ?? 0) + 1)
  return null
}
