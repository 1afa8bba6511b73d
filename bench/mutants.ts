/** Ten million mutated lines through `parse`: none throws, none takes a millisecond, memory stays. */

import { parseLine } from '#lib/sources/parse-line'
import { atMost, type Bar, told } from './bars.ts'
import { run as fuzzLog, SLOW_KEPT } from './fuzz-log.ts'

const LINES = Number(process.env.POLYGRAPH_BENCH_LINES ?? 10_000_000)
const LINE_BAR_MS = 1
const GROWTH_BAR_MB = 2
const AGAIN = 20
const TOLD_CHARS = 300

/** Slow every time is the line's own doing, not the machine's. */
function againMs(line: string): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < AGAIN && best > LINE_BAR_MS / 2; i++) {
    const startedMs = performance.now()
    parseLine(line, { year: 2026 })
    best = Math.min(best, performance.now() - startedMs)
  }
  return best
}

export async function run(): Promise<Bar[]> {
  const startedMs = performance.now()
  const report = fuzzLog(LINES, 7)
  const tookS = (performance.now() - startedMs) / 1_000
  const again = report.slow.map(againMs)
  const slow = again.filter((ms) => ms > LINE_BAR_MS)
  for (const [at, line] of report.slow.entries())
    if (again[at]! > LINE_BAR_MS)
      console.log(`${again[at]!.toFixed(2)} ms, ${line.length} characters: ${line.slice(0, TOLD_CHARS)}`)
  const [before, after] = report.heapMb
  return [
    told('mutated lines', `${LINES} in ${tookS.toFixed(0)} s, ${report.accepted} read`),
    atMost('throws', report.throws, 0, 'lines', report.firstThrow ?? ''),
    atMost('refused without a reason', report.rejectsWithoutReason, 0, 'lines'),
    told(
      'over 1 ms at first',
      `${report.slow.length}${report.slow.length === SLOW_KEPT ? ' or more' : ''} lines, the worst ${report.slowestMs.toFixed(1)} ms`,
    ),
    atMost(
      `over ${LINE_BAR_MS} ms in each of ${AGAIN} readings`,
      slow.length,
      0,
      'lines',
      `the worst ${Math.max(0, ...again).toFixed(2)} ms`,
    ),
    atMost('memory after all, more than after a tenth', after - before, GROWTH_BAR_MB, 'MB'),
  ]
}
