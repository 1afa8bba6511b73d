import { expect, test } from 'vitest'
import { BASELINES, CHECK_SETTINGS, cellsOf } from './cells.ts'
import { nextCells, type Run, runsOf } from './record-file.ts'
import { cascadeLines, scoreCascades } from './score-cascades.ts'

const [quick, , slow] = CHECK_SETTINGS
const foretold = (mid: number) => ({
  ...{ askedAtMs: 1, withinMs: 60_000, runs: 0, tier: 'warn', capacityBy: 'observed-peak', unknown: null },
  chance: { low: 0, mid, high: 1 },
  load: { low: 0.9, mid: 1, high: 1.1 },
})

function run(
  rho: number,
  said: number | null,
  secondAtMs: number | null,
  warnedAtMs: number | null = null,
): Run {
  const cell = { rho, check: quick!, stallMs: null }
  const own = { rho, check: '1s/2', stallMs: null }
  return {
    cell,
    prediction: {
      line: 'prediction',
      run: 'r',
      atMs: 1,
      cell: own,
      foretold: said === null ? null : foretold(said),
    },
    outcome: {
      ...{ line: 'outcome', run: 'r', faultAtMs: 1000, firstAtMs: 4000 },
      ...{ secondAtMs, evicted: 1, warnedAtMs },
    },
  }
}

const stalled = run(1.2, 0.9, null)

test('a stall that evicts nobody is an answer too: nothing further came', () => {
  const stall = run(0.8, 0.1, null)
  const spared = {
    ...stall,
    cell: { ...stall.cell, stallMs: 300 },
    outcome: { ...stall.outcome, firstAtMs: null },
  }
  const score = scoreCascades([spared])
  expect([score.notLost, score.rules[0]!.runs, score.rules[0]!.brier]).toEqual([0, 1, expect.closeTo(0.01)])
})

test('Brier score, reliability and lead time of what was said, and of simpler rules', () => {
  const score = scoreCascades([
    run(1.2, 0.95, 12_000, 2000),
    run(1.2, 0.95, 14_000, 6000),
    run(0.8, 0.05, null),
    run(1.05, 0.6, null),
    run(0.9, null, null),
    { ...stalled, outcome: { ...stalled.outcome, firstAtMs: null } },
  ])
  expect([score.unsaid, score.notLost]).toEqual([1, 1])
  expect(score.rules[0]).toEqual({
    ...{ name: 'Polygraph', runs: 4, medianLeadMs: 8000 },
    brier: expect.closeTo((0.0025 * 3 + 0.36) / 4),
  })
  // It says yes for 1.05 too, and is wrong once in five.
  expect(score.rules[2]).toEqual({ name: 'ρ₁ > 1', runs: 5, brier: 0.2, medianLeadMs: 11_000 })
  expect(score.bins.map(({ runs, share }) => [runs, share])).toEqual([
    [1, 0],
    [1, 0],
    [2, 1],
  ])
  expect(cascadeLines(score).join('\n')).toContain('Polygraph                      Brier 0.092')
})

test('inter × fall: a shorter stall evicts nobody, and a queue must grow as long within a minute', () => {
  const say = BASELINES['inter × fall']!
  expect(say({ rho: 1.2, check: quick!, stallMs: null })).toBe(1)
  expect(say({ rho: 1.2, check: quick!, stallMs: 1900 })).toBe(0)
  expect(say({ rho: 1.2, check: slow!, stallMs: null })).toBe(0)
})

test('a measurement goes on with the cells that have the fewest runs', () => {
  const cells = cellsOf([0.8, 1.2], ['1s/2'], [null])
  const { prediction, outcome } = run(0.8, 0.1, null)
  const runs = runsOf([{ line: 'capacity', atMs: 1, perSecond: 19 }, prediction, outcome])
  expect(runs).toHaveLength(1)
  expect(nextCells(cells, runs, 2).map((one) => one.rho)).toEqual([1.2, 0.8])
  expect(nextCells(cells, runs, 1).map((one) => one.rho)).toEqual([1.2])
  expect(runsOf([outcome])).toEqual([])
})
