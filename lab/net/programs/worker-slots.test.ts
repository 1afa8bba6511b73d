import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { workerSlots } from './worker-slots.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** When each piece of work was done, ms from the start; null: turned away. */
function worked(slots: ReturnType<typeof workerSlots>, times: number[]) {
  const done: (number | null)[] = times.map(() => null)
  const began = performance.now()
  const all = times.map(async (ms, n) => {
    if (await slots.work(ms)) done[n] = performance.now() - began
  })
  return { done, all: Promise.all(all) }
}

test('two workers: the third waits, and a check behind it waits as long', async () => {
  const slots = workerSlots()
  slots.setLimits(2, 10)
  const { done, all } = worked(slots, [100, 200, 100, 1])
  await vi.advanceTimersByTimeAsync(1000)
  await all
  expect(done).toEqual([100, 200, 200, 201])
})

test('what finds the line full is turned away', async () => {
  const slots = workerSlots()
  slots.setLimits(1, 1)
  const { done, all } = worked(slots, [50, 50, 50])
  await vi.advanceTimersByTimeAsync(1000)
  await all
  expect(done).toEqual([50, 100, null])
})

test('in a stall nothing begins, and what was under way ends that much later', async () => {
  const slots = workerSlots()
  slots.setLimits(2, 10)
  const before = worked(slots, [100])
  await vi.advanceTimersByTimeAsync(40)
  slots.stall(1000)
  const during = worked(slots, [10])
  await vi.advanceTimersByTimeAsync(3000)
  await Promise.all([before.all, during.all])
  expect(before.done).toEqual([1100])
  expect(during.done[0]).toBeGreaterThanOrEqual(1010)
  expect(during.done[0]).toBeLessThan(1020)
  expect(slots.busy()).toBe(0)
})

test('without a limit all are served at once', async () => {
  const slots = workerSlots()
  slots.setLimits(0, 0)
  const { done, all } = worked(slots, [30, 30, 30])
  await vi.advanceTimersByTimeAsync(100)
  await all
  expect(done).toEqual([30, 30, 30])
})
