/** Predictions beside what came: Brier score, reliability and lead time, and the same of simpler rules. */

import { quantile } from '../score/arithmetic.ts'
import { BASELINES, cellName } from './cells.ts'
import type { Run } from './record-file.ts'

export type RuleScore = { name: string; runs: number; brier: number | null; medianLeadMs: number | null }
export type Bin = { from: number; to: number; runs: number; meanSaid: number; share: number }
export type CellScore = {
  name: string
  runs: number
  further: number
  said: number | null
  load: number | null
}
export type CascadeScore = {
  rules: RuleScore[]
  bins: Bin[]
  cells: CellScore[]
  unsaid: number
  /** Servers that hung for good and were not evicted: there was no loss to follow on. They count in no score. */
  notLost: number
  /** Median over the runs of how late timers were, p99. */
  lateMs: number | null
}

const BINS = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0001] as const

const mean = (values: readonly number[]) =>
  values.length ? values.reduce((sum, one) => sum + one, 0) / values.length : null
const came = (run: Run) => Number(run.outcome.secondAtMs !== null)
const saidOf = (run: Run) => run.prediction.foretold?.chance?.mid ?? null

function scoreRule(
  name: string,
  runs: readonly Run[],
  say: (run: Run) => number | null,
  warnedAt: (run: Run) => number | null,
): RuleScore {
  const said = runs.flatMap((run) => {
    const chance = say(run)
    return chance === null ? [] : [(chance - came(run)) ** 2]
  })
  const leads = runs.flatMap(({ outcome, ...run }) => {
    const at = warnedAt({ outcome, ...run })
    return outcome.secondAtMs === null || at === null ? [] : [outcome.secondAtMs - at]
  })
  return { name, runs: said.length, brier: mean(said), medianLeadMs: quantile(leads, 0.5) }
}

export function scoreCascades(all: readonly Run[]): CascadeScore {
  const runs = all.filter((run) => run.cell.stallMs !== null || run.outcome.firstAtMs !== null)
  const told = runs.filter((run) => saidOf(run) !== null)
  const rules = [
    scoreRule('Polygraph', runs, saidOf, (run) => run.outcome.warnedAtMs),
    scoreRule(
      'Polygraph, capacity known',
      runs.filter(({ prediction }) => prediction.foretold?.unknown === null),
      saidOf,
      (run) => run.outcome.warnedAtMs,
    ),
    ...Object.entries(BASELINES).map(([name, rule]) =>
      scoreRule(
        name,
        runs,
        (run) => rule(run.cell),
        (run) => (rule(run.cell) ? run.outcome.faultAtMs : null),
      ),
    ),
    scoreRule(
      'always the share of all runs',
      runs,
      () => mean(runs.map(came)),
      () => null,
    ),
  ]
  const bins = BINS.slice(0, -1).flatMap((from, n): Bin[] => {
    const to = BINS[n + 1]!
    const mine = told.filter((run) => saidOf(run)! >= from && saidOf(run)! < to)
    if (!mine.length) return []
    return [
      {
        from,
        to: Math.min(1, to),
        runs: mine.length,
        meanSaid: mean(mine.map((run) => saidOf(run)!))!,
        share: mean(mine.map(came))!,
      },
    ]
  })
  const names = [...new Set(runs.map((run) => cellName(run.cell)))].sort()
  const cells = names.map((name): CellScore => {
    const mine = runs.filter((run) => cellName(run.cell) === name)
    const loads = mine.flatMap((run) => run.prediction.foretold?.load?.mid ?? [])
    return {
      ...{ name, runs: mine.length, further: mine.filter(came).length },
      said: mean(mine.flatMap((run) => saidOf(run) ?? [])),
      load: mean(loads),
    }
  })
  return {
    rules,
    bins,
    cells,
    unsaid: runs.length - told.length,
    notLost: all.length - runs.length,
    lateMs: quantile(
      runs.flatMap((run) => run.outcome.lateMs ?? []),
      0.5,
    ),
  }
}

const two = (value: number | null) => (value === null ? '–' : value.toFixed(2))
const seconds = (value: number | null) => (value === null ? '–' : `${(value / 1000).toFixed(1)} s`)

export function cascadeLines(score: CascadeScore): string[] {
  return [
    'A further eviction within 60 s of the first (of a stall: of its beginning), foretold before the fault',
    ...score.rules.map(
      (rule) =>
        `  ${rule.name.padEnd(30)} Brier ${rule.brier === null ? '–' : rule.brier.toFixed(3)}  (${rule.runs} runs)  median lead before the second eviction ${seconds(rule.medianLeadMs)}`,
    ),
    ...(score.unsaid ? [`  ${score.unsaid} runs for which Polygraph gave no chance`] : []),
    ...(score.notLost ? [`  ${score.notLost} that hung for good were not evicted and are not counted`] : []),
    ...(score.lateMs === null
      ? []
      : [`  timers of the servers were up to ${score.lateMs.toFixed(0)} ms late (p99)`]),
    '',
    'Reliability: said, and came',
    ...score.bins.map(
      (bin) =>
        `  ${two(bin.from)}–${two(bin.to)}  said ${two(bin.meanSaid)}  came ${two(bin.share)}  (${bin.runs} runs)`,
    ),
    '',
    'Cells: load on the four that are left, check settings, how the first was lost',
    ...score.cells.map(
      (cell) =>
        `  ${cell.name.padEnd(28)} came ${String(cell.further).padStart(3)} of ${String(cell.runs).padEnd(3)} said ${two(cell.said)}, load by its estimate ${two(cell.load)}`,
    ),
  ]
}
