import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TimelineView } from '#lib/views/timeline-view'
import { createAhead } from './ahead.ts'

const QUESTION = { fromMs: 1_000, toMs: 2_000, buckets: 20 }
const ADDRESS = '/api/v1/timeline?from=1000&to=2000&buckets=20'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function start() {
  const counted: unknown[] = []
  const clock = { nowMs: 50_000 }
  const ahead = createAhead(
    async (question) => {
      counted.push(question)
      return { total: counted.length, nowMs: clock.nowMs } as TimelineView
    },
    () => clock.nowMs,
  )
  return { counted, clock, ahead }
}

test('counted while the page is on its way, and given once, as of now', async () => {
  const { counted, clock, ahead } = start()
  ahead.ask(ADDRESS)
  expect(counted).toEqual([QUESTION])
  clock.nowMs += 300
  expect(await ahead.timeline(QUESTION)).toEqual({ total: 1, nowMs: 50_300 })
  expect(await ahead.timeline(QUESTION)).toMatchObject({ total: 2 })
})

test('counted anew where nobody came for it, and for another stretch', async () => {
  const { counted, ahead } = start()
  ahead.ask(ADDRESS)
  expect(await ahead.timeline({ ...QUESTION, toMs: 3_000 })).toMatchObject({ total: 2 })
  vi.advanceTimersByTime(2_001)
  expect(await ahead.timeline(QUESTION)).toMatchObject({ total: 3 })
  ahead.ask(`${ADDRESS}&import=abc`)
  ahead.ask('/api/v1/timeline')
  expect(counted).toHaveLength(3)
})

test('an answer that fails is told to whoever asks', async () => {
  const ahead = createAhead(
    () => Promise.reject(new Error('cannot be read')),
    () => 0,
  )
  ahead.ask(ADDRESS)
  await expect(ahead.timeline(QUESTION)).rejects.toThrow('cannot be read')
})
