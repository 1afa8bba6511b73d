/** The dashboard starts again on the same store: what it believed of capacity, and how old that is. */

import { expect, test } from 'vitest'
import { BELIEVED_MS } from '#lib/pipeline/risk-memory'
import { playLoad } from '#lib/pipeline/scripted-load'
import { batchOf } from '#lib/store/fixtures/sample-batch'
import { scratchFolder } from '#lib/store/fixtures/scratch-folder'
import { openStore } from '#lib/store/open-store'
import { saveBatch } from '#lib/store/save-batch'
import { closeStore } from '#lib/store/store'
import { CAPACITY_KEPT_EVERY_MS, createKeptCapacity, readKeptCapacity } from './kept-capacity.ts'
import { seedPipeline } from './seed-pipeline.ts'

const five = { servers: 5, slots: 2, serviceMs: 80, interMs: 1000, fall: 2 }
const MINUTE_MS = 60_000

/** A peak that fills all tells capacity. */
function seenFull() {
  const play = playLoad({ ...five, perSecond: 40, seed: 2 })
  play.run(5_000)
  play.setRate(124)
  play.run(5_000)
  play.setRate(70)
  play.run(10_000)
  expect(play.risk()!.capacityBy).toBe('seen-full')
  return play
}

/** Its newest start was so long after what it kept. */
async function restarted(json: string, laterMs: number) {
  const dataDir = scratchFolder()
  const first = await openStore({ dataDir })
  await saveBatch(first, batchOf({ capacity: json }))
  await closeStore(first)
  const store = await openStore({ dataDir })
  const play = playLoad({ ...five, perSecond: 40, seed: 3, startMs: readAtMs(json) + laterMs })
  await seedPipeline(store, play.pipeline, play.now())
  const unreadable = store.unreadable.get('capacity') ?? 0
  await closeStore(store)
  play.pipeline.watch(play.now() - 1_000)
  return { play, unreadable }
}
const isSeenFull = (one: { source: string }) => one.source === 'seen-full'
const readAtMs = (json: string) => readKeptCapacity(JSON.parse(json))?.pools[0]?.atMs ?? 0

const full = seenFull()
const kept = createKeptCapacity(full.pipeline, full.now)()!

test('what was seen full before the restart is believed after it, with its age; all else is as seen since', async () => {
  const { play } = await restarted(kept, 30 * MINUTE_MS)
  play.run(10_000)
  const after = play.risk()!
  expect(after.capacityBy).toBe('seen-full')
  const told = JSON.parse(kept).pools[0].estimates.find(isSeenFull)
  expect(after.capacities.find(isSeenFull)!.lowPerS).toBeCloseTo(told.lowPerS, 1)
  expect(after.assumptions).toContain('capacity as it was told 30 min ago')
  expect(after.requestsPerS).toBeLessThan(50)
})

test('what is older than a day is not believed any more', async () => {
  const { play } = await restarted(kept, BELIEVED_MS + MINUTE_MS)
  play.run(10_000)
  expect(play.risk()!.capacityBy).toBe('observed-peak')
})

test('what is no capacity is counted, and the start goes on without it', async () => {
  for (const json of ['{"version":2}', kept.replace('"source":"seen-full"', '"source":"guess"')]) {
    const { play, unreadable } = await restarted(json, MINUTE_MS)
    expect(unreadable).toBe(1)
    play.run(10_000)
    expect(play.risk()!.capacityBy).toBe('observed-peak')
  }
})

test('it is kept again before its pool was heard of, and no oftener than due or where nothing changed', async () => {
  const { play } = await restarted(kept, MINUTE_MS)
  let nowMs = play.now()
  const again = createKeptCapacity(play.pipeline, () => nowMs)
  expect(JSON.parse(again()!)).toEqual(JSON.parse(kept))
  expect(again()).toBeNull()
  nowMs += CAPACITY_KEPT_EVERY_MS
  expect(again()).toBeNull()
})
