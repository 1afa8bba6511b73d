/** One judged run as lines for a terminal. */

import { clientsNoticed } from './clients-noticed.ts'
import type { JudgedRun } from './judge-run.ts'
import { poolLines } from './pool-truth.ts'

const ms = (value: number | null) => (value === null ? 'no time' : `${Math.round(value)} ms`)

export function runLines(run: JudgedRun): string[] {
  const { result, reports, falseAlarms, incidents, rootCauseRight } = run
  const { truth } = result.scenario
  const lines = ['', 'Expected and found']
  for (const { expected, found, delayMs, inTime, connections, wrongFacts, doubt } of reports) {
    const what = [expected.kind, ...expected.subjects].join(' · ')
    const bar =
      expected.within === undefined ? '' : ` (bar ${expected.within} ms${inTime ? '' : ', not met'})`
    lines.push(
      `  ${found ? 'found  ' : 'MISSING'} ${what}${found ? `: ${ms(delayMs)} after ${expected.after}${bar}` : ''}`,
    )
    if (connections)
      lines.push(
        `          connections: ${connections.listed} of ${connections.wanted} listed, ${connections.wrong.length} wrong, all after ${ms(connections.completeMs)}`,
      )
    for (const { name, wanted, said } of wrongFacts)
      lines.push(`          WRONG: ${name} ${said}, it was ${wanted}`)
    if (doubt) lines.push(`          but ${doubt}: is the expectation right?`)
  }
  if (!reports.length) lines.push('  nothing was to be reported')
  for (const one of falseAlarms)
    lines.push(`  ALARM   ${one.kind} (${one.severity}): ${one.finding.text ?? ''}`)
  if (truth.incidents !== undefined) lines.push(`  incidents: ${incidents}, expected ${truth.incidents}`)
  if (rootCauseRight !== null) lines.push(`  root cause: ${rootCauseRight ? 'right' : 'WRONG'}`)
  const { phantoms, blackholes, orphans } = result.atEnd
  lines.push(
    `  by the kernels' tables at the end: ${phantoms.length} phantoms, ${blackholes.length} blackholes, ${orphans.length} orphans`,
    `  by the clients themselves: ${clientsNoticed(result)}`,
    ...poolLines(result).map((line) => `  ${line}`),
  )
  return lines
}

/** The same in a few words, for a list of many. */
export function runSummary({ result, reports, falseAlarms, incidents, rootCauseRight }: JudgedRun): string {
  const kept = reports.filter((one) => one.found && one.inTime !== false).length
  return [
    `${reports.filter((one) => one.found).length} of ${reports.length} found, ${kept} in time`,
    ...(falseAlarms.length
      ? [`${falseAlarms.length} FALSE (${falseAlarms.map((one) => one.kind).join(', ')})`]
      : []),
    ...(rootCauseRight === false ? ['root cause WRONG'] : []),
    ...(result.scenario.truth.incidents === undefined ? [] : [`${incidents} incidents`]),
  ].join(', ')
}
