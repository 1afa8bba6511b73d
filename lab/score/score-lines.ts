/** A score as lines for a terminal. */

import { barsOf } from './bars.ts'
import type { Score } from './score-runs.ts'

const share = (value: number | null) => (value === null ? '–' : value.toFixed(2))
const ms = (value: number | null) => (value === null ? '–' : `${Math.round(value)}`)

function table(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, n) => Math.max(...rows.map((row) => row[n]!.length)))
  return rows.map((row) =>
    `  ${row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n]!) : cell.padStart(widths[n]!))).join('  ')}`.trimEnd(),
  )
}

export function scoreLines(score: Score): string[] {
  const head = [
    'finding',
    'expected',
    'found',
    'false',
    'precision',
    'recall',
    'median ms',
    'p95 ms',
    'listed',
    'wrong',
  ]
  const kinds = score.kinds.map((one) => [
    ...[
      one.kind,
      `${one.expected}`,
      `${one.found}`,
      `${one.falseAlarms}`,
      share(one.precision),
      share(one.recall),
    ],
    ...[ms(one.delayMs.median), ms(one.delayMs.p95)],
    one.connections.wanted ? `${one.connections.listed}/${one.connections.wanted}` : '–',
    one.connections.wanted ? `${one.connections.wrong}` : '–',
  ])
  const simpler = score.baselines.map((one) => [
    ...[
      `${one.name} (for ${one.kind})`,
      `${one.alarms}`,
      share(one.precision),
      share(one.recall),
      ms(one.medianMs),
    ],
  ])
  const { kernel } = score
  return [
    '',
    `${score.runs} runs of ${score.scenarios} scenarios, ${(score.watchedMs / 60_000).toFixed(1)} min watched`,
    '',
    ...table([head, ...kinds]),
    '',
    'The same runs by simpler means; time from the first fault',
    ...table([['rule', 'alarmed', 'precision', 'recall', 'median ms'], ...simpler]),
    `  the kernels alone: ${kernel.noticed} of ${kernel.connections} connections noticed before the end; median ${ms(kernel.medianMs)} ms, p95 ${ms(kernel.p95Ms)} ms`,
    '',
    'Bars',
    ...table(
      barsOf(score).map((bar) => [
        ...[
          bar.name,
          bar.wanted,
          bar.measured,
          bar.met === null ? 'not judged' : bar.met ? 'met' : 'NOT MET',
        ],
      ]),
    ),
    `  false alarms: ${score.falseAlarmsPerHour === null ? '–' : score.falseAlarmsPerHour.toFixed(1)} an hour`,
    ...(score.misses.length ? ['', 'Missed'] : []),
    ...score.misses.map((one) => `  ${one.scenario}: ${one.what} ${one.kind} ${one.text}`),
    ...(score.doubts.length ? ['', 'Expectations that the lab itself could not bear out'] : []),
    ...score.doubts.map((one) => `  ${one.scenario}: ${one.kind}: ${one.doubt}`),
  ]
}
