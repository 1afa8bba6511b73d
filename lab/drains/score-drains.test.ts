import { expect, test } from 'vitest'
import type { ClientConnection } from '../net/programs/connect.ts'
import type { DrainRun } from './play-drains.ts'
import { drainLines, scoreDrains } from './score-drains.ts'
import { exponentialGuess, linearGuess, stillOpen } from './simple-guesses.ts'

const session = (openedAtMs: number, endedAtMs: number | null, server = 's1'): ClientConnection => ({
  ...{ task: 't', local: 'a', remote: 'b', openedAtMs, lastHeardAtMs: null, unansweredSinceMs: null, server },
  ended: endedAtMs === null ? null : { atMs: endedAtMs, why: 'done' },
})
const SESSIONS = [
  session(0, 500),
  session(0, 1500),
  session(0, null),
  session(1200, null),
  session(0, null, 's2'),
]

test('open are those of this server that were there at the start and have not ended', () => {
  expect([1000, 2000].map((atMs) => stillOpen(SESSIONS, 's1', 1000, atMs))).toEqual([2, 1])
})

test('one closing rate: two ended in the seconds that all were open', () => {
  // Open for 0.5 + 1.5 + 2 + 0.8 + 2 s until 2 s, two ended: 2 / 6.8 a second.
  expect(exponentialGuess(SESSIONS, 10, 2000, 4000)).toBeCloseTo(10 * Math.exp((-2 / 6.8) * 2))
  expect(exponentialGuess([], 10, 2000, 4000)).toBe(10)
})

test('a line goes on, and never below nothing', () => {
  expect(linearGuess({ atMs: 0, open: 100 }, { atMs: 1000, open: 90 }, 4000)).toBe(60)
  expect(linearGuess({ atMs: 0, open: 100 }, { atMs: 1000, open: 50 }, 4000)).toBe(0)
  expect(linearGuess({ atMs: 0, open: 100 }, { atMs: 0, open: 100 }, 4000)).toBe(100)
})

test('errors are shares of the sessions at the start; what was not foretold is counted apart', () => {
  const run = (
    openAtDeadline: number,
    said: DrainRun['said'],
    family: DrainRun['family'] = 'pareto',
  ): DrainRun => ({
    ...{
      family,
      graceMs: 5000,
      openAtStart: 100,
      openAtAsk: 90,
      openAtDeadline,
      said,
      exponential: 20,
      linear: 60,
    },
  })
  const scores = scoreDrains([
    run(50, { low: 40, mid: 48, high: 55 }),
    run(50, { low: 51, mid: 54, high: 60 }),
    run(50, null),
  ])
  expect(scores.find((one) => one.family === 'pareto')).toEqual({
    ...{ family: 'pareto', runs: 3, unsaid: 1, held: 1 },
    ...{ said: expect.closeTo(0.03), exponential: expect.closeTo(0.3), linear: expect.closeTo(0.1) },
  })
  expect(scores.find((one) => one.family === 'mix')).toMatchObject({ runs: 0, said: null })
  expect(drainLines(scores)[4]).toMatch(/^ {2}pareto +3 +0\.030 +1 of 2 +0\.300 +0\.100$/)
})
