/** The file of a cascade measurement: a line for each prediction before its fault, and one for what came of it. */

import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Foretold } from './ask-forecast.ts'
import { type Cell, CHECK_SETTINGS, cellName } from './cells.ts'

export type CapacityLine = { line: 'capacity'; atMs: number; perSecond: number }
/** Written before the fault. */
export type PredictionLine = {
  line: 'prediction'
  run: string
  atMs: number
  cell: { rho: number; check: string; stallMs: number | null }
  foretold: Foretold | null
  /** How long the load had been seen. */
  seenMs?: number
}
export type OutcomeLine = {
  line: 'outcome'
  run: string
  faultAtMs: number
  firstAtMs: number | null
  /** Of another server, within the time that counts; null where there was none. */
  secondAtMs: number | null
  evicted: number
  /** First moment at or after the fault that the dashboard gave more than even chance, or said cascade-risk. */
  warnedAtMs: number | null
  /** How late the machine let timers be, p99 since the fault: a measurement of its own. */
  lateMs?: number
}
export type Line = CapacityLine | PredictionLine | OutcomeLine
export type Run = { cell: Cell; prediction: PredictionLine; outcome: OutcomeLine }

export function writeLine(file: string, line: Line): void {
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
  appendFileSync(file, `${JSON.stringify(line)}\n`)
}

export function readLines(file: string): Line[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        return text ? [JSON.parse(text) as Line] : []
      } catch {
        // A line that was cut when the machine went down.
        return []
      }
    })
}

/** Predictions that have an outcome. */
export function runsOf(lines: readonly Line[]): Run[] {
  const predictions = new Map<string, PredictionLine>()
  const runs: Run[] = []
  for (const line of lines) {
    if (line.line === 'prediction') predictions.set(line.run, line)
    const prediction = line.line === 'outcome' ? predictions.get(line.run) : undefined
    if (line.line !== 'outcome' || !prediction) continue
    const check = CHECK_SETTINGS.find((one) => one.name === prediction.cell.check)
    if (check) runs.push({ cell: { ...prediction.cell, check }, prediction, outcome: line })
  }
  return runs
}

/** Cells with the fewest runs first. */
export function nextCells(cells: readonly Cell[], runs: readonly Run[], wanted: number): Cell[] {
  const done = new Map<string, number>()
  for (const { cell } of runs) done.set(cellName(cell), (done.get(cellName(cell)) ?? 0) + 1)
  const count = (cell: Cell) => done.get(cellName(cell)) ?? 0
  return cells.filter((cell) => count(cell) < wanted).sort((a, b) => count(a) - count(b))
}
