/** Foretold and counted: how far off, as a share of the sessions at the start, beside simpler guesses. */

import type { DrainRun } from './play-drains.ts'
import { FAMILIES } from './start-chats.ts'

export type DrainScore = {
  family: string
  runs: number
  unsaid: number
  /** Mean absolute errors; null without runs. */
  said: number | null
  exponential: number | null
  linear: number | null
  /** Runs whose count lay in the band. */
  held: number
}

const mean = (values: readonly number[]) =>
  values.length ? values.reduce((sum, one) => sum + one, 0) / values.length : null

export function scoreDrains(runs: readonly DrainRun[]): DrainScore[] {
  return [...FAMILIES, 'all'].map((family) => {
    const mine = runs.filter((one) => (family === 'all' || one.family === family) && one.openAtStart > 0)
    const told = mine.filter((one) => one.said !== null)
    const off = (guess: (one: DrainRun) => number) =>
      mean(told.map((one) => Math.abs(guess(one) - one.openAtDeadline) / one.openAtStart))
    return {
      ...{ family, runs: mine.length, unsaid: mine.length - told.length },
      said: off((one) => one.said!.mid),
      exponential: off((one) => one.exponential),
      linear: off((one) => one.linear),
      held: told.filter(
        ({ said, openAtDeadline }) => openAtDeadline >= said!.low && openAtDeadline <= said!.high,
      ).length,
    }
  })
}

const three = (value: number | null) => (value === null ? '    –' : value.toFixed(3))

export const drainLines = (scores: readonly DrainScore[]): string[] => [
  'Sessions open at the deadline: mean absolute error as a share of those at the start',
  `  ${'lifetimes'.padEnd(14)} drains  Polygraph  in its band  exponential  line`,
  ...scores.map(
    (one) =>
      `  ${one.family.padEnd(14)} ${String(one.runs).padStart(6)}  ${three(one.said).padStart(9)}  ${`${one.held} of ${one.runs - one.unsaid}`.padStart(11)}  ${three(one.exponential).padStart(11)}  ${three(one.linear)}`,
  ),
]
