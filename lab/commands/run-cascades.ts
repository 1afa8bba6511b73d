/** `polygraph lab cascades`: predictions of cascades written down before each fault, and what came of them. */

import { type Cell, cellName, cellsOf } from '../cascades/cells.ts'
import { measureCapacity } from '../cascades/measure-capacity.ts'
import { playBatch } from '../cascades/play-batch.ts'
import { type Line, nextCells, readLines, runsOf, writeLine } from '../cascades/record-file.ts'
import { cascadeLines, scoreCascades } from '../cascades/score-cascades.ts'
import { stopOnSignal } from './stop-on-signal.ts'

export type CascadeOptions = {
  file: string
  minutes: number
  /** Wanted for each cell. */
  runs: number
  /** Pools at once. */
  pools: number
  /** The dashboard is told what a server can do; else it must have seen it. */
  stated: boolean
  loads: number[]
  checks: string[]
  stallsMs: (number | null)[]
  print: (line: string) => void
  say: (line: string) => void
}

/** Batches that could not be played, until it gives up. */
const MAX_FAILED = 3

/** Exit code: 0 whatever came of it, 130 when stopped. What was measured before is kept and counted. */
export async function runCascades(options: CascadeOptions): Promise<number> {
  const { file, minutes, print, say } = options
  const cells = cellsOf(options.loads, options.checks, options.stallsMs)
  const stopping = stopOnSignal()
  const { signal } = stopping
  const endsAt = Date.now() + minutes * 60_000
  const lines = readLines(file)
  let failed = 0
  const write = (line: Line) => {
    lines.push(line)
    writeLine(file, line)
  }
  try {
    while (Date.now() < endsAt && !signal.aborted) {
      const left = nextCells(cells, runsOf(lines), options.runs)
      const batch = sameCheck(left, options.pools)
      if (!batch.length) break
      const capacityPerS = await capacityOf(lines, signal, write, say)
      say(`${batch.length} pools: ${batch.map(cellName).join('; ')}`)
      const seed = Math.floor(Date.now() / 1000) % 1_000_000
      const given = { cells: batch, capacityPerS, stated: options.stated, seed }
      const played = { ...given, signal, predicted: write, say }
      const outcomes = await playBatch(played).catch((error: Error) => {
        if (signal.aborted || ++failed >= MAX_FAILED) throw error
        say(`could not be played: ${error.message.split('\n')[0]}`)
        return []
      })
      for (const outcome of outcomes) write(outcome)
      const further = outcomes.filter((one) => one.secondAtMs !== null).length
      say(`a further eviction in ${further} of ${outcomes.length}; ${runsOf(lines).length} runs so far`)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    stopping.forget()
  }
  for (const line of cascadeLines(scoreCascades(runsOf(lines)))) print(line)
  return signal.aborted ? 130 : 0
}

/** Those that take as long as each other; a cell comes again where too few are left. */
function sameCheck(left: readonly Cell[], pools: number): Cell[] {
  const [first] = left
  if (!first) return []
  const alike = left.filter((one) => one.check.name === first.check.name && one.stallMs === first.stallMs)
  return Array.from({ length: pools }, (_, n) => alike[n % alike.length]!)
}

async function capacityOf(
  lines: readonly Line[],
  signal: AbortSignal,
  write: (line: Line) => void,
  say: (line: string) => void,
): Promise<number> {
  const known = lines.find((line) => line.line === 'capacity')
  if (known) return known.perSecond
  const perSecond = await measureCapacity(signal)
  write({ line: 'capacity', atMs: Date.now(), perSecond })
  say(`one server alone, saturated, answers ${perSecond.toFixed(2)} requests/s`)
  return perSecond
}
