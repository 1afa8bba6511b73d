import { expect, test } from 'vitest'
import { CLOSE_BYTES, chooseStretches } from './choose-stretches.ts'
import type { MinuteSpans } from './minute-spans.ts'
import type { Told } from './notes.ts'

const MEGA = 1024 * 1024
const T0 = Date.UTC(2026, 10, 22, 2)
const minute = (n: number) => T0 + n * 60_000
const worst = (n: number, failed: number) => ({
  ...{ atMs: minute(n), requests: 1_000, failed, worst: 'app/web1', worstFailed: failed },
})
const told = (n: number, to: string): Told => ({
  ...{ atMs: minute(n) + 7_000, host: '', kind: 'server-state', pool: 'app', server: 'web1', to, text: '' },
})
/** Minutes of so many megabytes each. */
const spansOf = (count: number, mega: number): MinuteSpans =>
  new Map(
    Array.from({ length: count }, (_, n) => [
      minute(n) / 60_000,
      { start: n * mega * MEGA, end: (n + 1) * mega * MEGA },
    ]),
  )

test('a short log is read closely from its beginning to its end, an empty one not at all', () => {
  const quiet = { worstMinutes: [], told: [] }
  expect(chooseStretches(quiet, new Map(), CLOSE_BYTES)).toEqual([{ start: 0, end: CLOSE_BYTES }])
  expect(chooseStretches(quiet, new Map(), 0)).toEqual([])
})

test('of a long one the worst minutes, with what was before, and those in which a server went down', () => {
  const report = { worstMinutes: [worst(10, 5), worst(40, 50)], told: [told(20, 'up'), told(70, 'down')] }
  expect(chooseStretches(report, spansOf(100, 2), 200 * MEGA)).toEqual([
    { start: 19 * MEGA, end: 22 * MEGA },
    { start: 79 * MEGA, end: 82 * MEGA },
    { start: 139 * MEGA, end: 142 * MEGA },
  ])
})

test('neighbours are one stretch; never more than what is read in some seconds; nothing of minutes elsewhere', () => {
  const report = { worstMinutes: [worst(10, 9), worst(11, 8), worst(1_000, 90)], told: [] }
  expect(chooseStretches(report, spansOf(100, 1), 100 * MEGA)).toEqual([{ start: 9 * MEGA, end: 12 * MEGA }])
  const bad = { worstMinutes: [], told: Array.from({ length: 40 }, (_, n) => told(n * 2, 'down')) }
  const chosen = chooseStretches(bad, spansOf(100, 9), 900 * MEGA)
  const bytes = chosen.reduce((sum, { start, end }) => sum + end - start, 0)
  expect(bytes).toBeLessThanOrEqual(CLOSE_BYTES)
  expect(bytes).toBeGreaterThan(CLOSE_BYTES * 0.7)
})
