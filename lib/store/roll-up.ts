/** Folds fine readings into coarser ones, keeps what is counted from them, and deletes what is older than its limit; meant for once a minute. */

import { setImmediate } from 'node:timers/promises'
import { keepScoreSheets } from './drills.ts'
import { foldSeries } from './fold-samples.ts'
import { loadMeta, metaRow } from './meta.ts'
import { readSamples } from './read-samples.ts'
import type { RetentionPolicy, Tier } from './retention-policy.ts'
import { policyFault } from './retention-policy.ts'
import { roundSample } from './round-sample.ts'
import { encodeSample } from './sample-codec.ts'
import type { Store } from './store.ts'
import { type StoreError, toStoreError } from './store-error.ts'
import { upsert } from './upsert.ts'

export type { RetentionPolicy } from './retention-policy.ts'

/** Readings that arrive later than this after their bucket's end are no longer folded in. */
const LATE_LIMIT_MS = 10_000
/** Fine buckets folded in one transaction; the writer gets its turn between two. */
const FINE_BUCKETS_AT_ONCE = 60
/** Rows deleted in one statement. */
const DELETE_AT_ONCE = 2_000
/** Free pages that are left for reuse; more are given back to the disk, so many a run at most. */
const FREE_PAGES_KEPT = 2_048
const FREE_PAGES_GIVEN_BACK = 4_096

export type RolledUp =
  | { ok: true; folded: number; deleted: number }
  | { ok: false; error: StoreError }
  | { ok: false; error: { message: string } }

/** Safe to stop at any moment and to run again: each step's rows and its cursor are one transaction. */
export async function rollUp(store: Store, nowMs: number, policy: RetentionPolicy): Promise<RolledUp> {
  const fault = policyFault(policy)
  if (fault) return { ok: false, error: { message: `Nothing was rolled up: ${fault}.` } }
  try {
    await keepScoreSheets(store, nowMs)
    let folded = 0
    let deleted = 0
    for (const [index, tier] of policy.tiers.entries()) {
      const coarser = policy.tiers[index + 1]
      const foldedUntilMs = coarser ? await foldTier(store, tier, coarser, nowMs) : null
      folded += foldedUntilMs?.folded ?? 0
      const limitMs = Math.min(nowMs - tier.keepMs, foldedUntilMs?.cursorMs ?? Number.POSITIVE_INFINITY)
      deleted += await deleteReadings(store, tier.resolutionS, limitMs)
    }
    deleted += await deleteEvents(store, nowMs - policy.eventsKeepMs)
    deleted += await deleteNetwork(store, nowMs - policy.eventsKeepMs)
    await giveBackPages(store)
    return { ok: true, folded, deleted }
  } catch (cause) {
    return { ok: false, error: toStoreError(cause, 'Old readings could not be rolled up') }
  }
}

async function foldTier(store: Store, fine: Tier, coarse: Tier, nowMs: number) {
  const lengthMs = coarse.resolutionS * 1_000
  const key = `folded-until:${coarse.resolutionS}`
  const endMs = Math.floor((nowMs - LATE_LIMIT_MS) / lengthMs) * lengthMs
  const stepMs =
    Math.max(1, Math.floor((FINE_BUCKETS_AT_ONCE * fine.resolutionS) / coarse.resolutionS)) * lengthMs
  let cursorMs = Number((await loadMeta(store, key)) ?? 0)
  if (!(cursorMs <= endMs)) {
    // Written before the clock was set back.
    cursorMs = endMs
    await store.prisma.$transaction(upsert(store.prisma, 'Meta', [metaRow(key, String(endMs), nowMs)]))
  }
  let folded = 0
  while (cursorMs < endMs) {
    const next = await store.prisma.reading.findFirst({
      where: { resolutionS: fine.resolutionS, startMs: { gte: cursorMs, lt: endMs } },
      orderBy: { startMs: 'asc' },
      select: { startMs: true },
    })
    const fromMs = next ? Math.floor(next.startMs / lengthMs) * lengthMs : endMs
    const toMs = Math.min(fromMs + stepMs, endMs)
    const rows = next ? await foldStretch(store, fine.resolutionS, coarse.resolutionS, fromMs, toMs) : []
    await store.prisma.$transaction([
      ...upsert(store.prisma, 'Reading', rows),
      ...upsert(store.prisma, 'Meta', [metaRow(key, String(toMs), nowMs)]),
    ])
    folded += rows.length
    cursorMs = toMs
  }
  return { cursorMs, folded }
}

/** A pool at a time, so that the live path gets its turn in between. */
async function foldStretch(store: Store, fineS: number, coarseS: number, fromMs: number, toMs: number) {
  const pools = await store.prisma.$queryRaw<{ pool: string }[]>`
    SELECT DISTINCT "pool" FROM "Reading"
    WHERE "resolutionS" = ${fineS} AND "startMs" >= ${fromMs} AND "startMs" < ${toMs}`
  const rows = []
  for (const { pool } of pools) {
    const samples = await readSamples(store, { pool, resolutionS: fineS, fromMs, toMs })
    for (const sample of foldSeries(samples, coarseS)) {
      const encoded = encodeSample(roundSample(sample))
      const { resolutionS, startMs } = sample
      if (encoded.ok) rows.push({ pool, resolutionS, startMs, body: encoded.body })
    }
    await setImmediate()
  }
  return rows
}

async function deleteReadings(store: Store, resolutionS: number, limitMs: number): Promise<number> {
  let deleted = 0
  for (;;) {
    const count = await store.prisma.$executeRaw`
      DELETE FROM "Reading" WHERE rowid IN (SELECT rowid FROM "Reading"
        WHERE "resolutionS" = ${resolutionS} AND "startMs" < ${limitMs} LIMIT ${DELETE_AT_ONCE})`
    deleted += count
    if (count < DELETE_AT_ONCE) return deleted
  }
}

async function deleteEvents(store: Store, limitMs: number): Promise<number> {
  let deleted = 0
  for (;;) {
    const count = await store.prisma.$executeRaw`
      DELETE FROM "Event" WHERE rowid IN (SELECT rowid FROM "Event" WHERE "atMs" < ${limitMs} LIMIT ${DELETE_AT_ONCE})`
    deleted += count
    if (count < DELETE_AT_ONCE) return deleted
  }
}

/** An incident that still lasts is kept, however old. */
async function deleteNetwork(store: Store, limitMs: number): Promise<number> {
  const incidents = await store.prisma.incident.deleteMany({ where: { endedAtMs: { lt: limitMs } } })
  const seconds = await store.prisma.networkReading.deleteMany({ where: { startMs: { lt: limitMs } } })
  const acts = await store.prisma.incidentAct.deleteMany({ where: { atMs: { lt: limitMs } } })
  return incidents.count + seconds.count + acts.count
}

async function giveBackPages(store: Store): Promise<void> {
  const rows = await store.prisma.$queryRaw<{ freelist_count: number | bigint }[]>`PRAGMA freelist_count`
  const spare = Number(rows[0]?.freelist_count ?? 0) - FREE_PAGES_KEPT
  if (spare <= 0) return
  const pages = Math.min(spare, FREE_PAGES_GIVEN_BACK)
  await store.prisma.$queryRawUnsafe(`PRAGMA incremental_vacuum(${pages})`)
}
