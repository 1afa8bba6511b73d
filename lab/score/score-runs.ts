/** Judged runs → the score: each finding kind's precision, recall and delays, and the whole beside its bars. */

import { perHour, quantile, ratio } from './arithmetic.ts'
import { countNoticed } from './clients-noticed.ts'
import type { JudgedRun } from './judge-run.ts'
import { type BaselineScore, scoreBaselines } from './score-baselines.ts'

export type KindScore = {
  kind: string
  expected: number
  found: number
  falseAlarms: number
  precision: number | null
  recall: number | null
  delayMs: { median: number | null; p95: number | null; n: number }
  /** Until every connection that it had to list was listed. */
  completeMs: { median: number | null; p95: number | null; n: number }
  connections: { wanted: number; listed: number; wrong: number }
  /** Of the reports that had a bar: until they were there with every connection that they had to list. */
  barredMs: { median: number | null; p95: number | null; n: number }
  /** Reports that had a bar, and those that kept it. */
  bars: { set: number; met: number }
}

export type Score = {
  runs: number
  scenarios: number
  watchedMs: number
  kinds: KindScore[]
  precision: number | null
  recall: number | null
  rootCause: { judged: number; right: number; share: number | null }
  /** Runs whose number of incidents was given, and those where it was that. */
  incidents: { judged: number; right: number; most: number }
  falseAlarmsPerHour: number | null
  /** Over the scenarios in which nothing was to be reported. */
  negatives: { watchedMs: number; falseAlarms: number }
  baselines: BaselineScore[]
  /** By the clients that were connected when it began. */
  kernel: { connections: number; noticed: number; medianMs: number | null; p95Ms: number | null }
  /** Expectations that the lab's own look contradicts: the scenario's mistakes. */
  doubts: { scenario: string; kind: string; doubt: string }[]
  misses: {
    scenario: string
    kind: string
    what: 'missing' | 'false alarm' | 'late' | 'connections' | 'facts' | 'root cause' | 'incidents'
    text: string
  }[]
}

export function scoreRuns(runs: readonly JudgedRun[]): Score {
  const names = new Set(
    runs.flatMap((run) => [
      ...run.reports.map((one) => one.expected.kind),
      ...run.falseAlarms.map((one) => one.kind),
    ]),
  )
  const kinds = [...names].sort().map((kind) => scoreKind(kind, runs))
  const sum = (pick: (kind: KindScore) => number) => kinds.reduce((total, one) => total + pick(one), 0)
  const watched = (list: readonly JudgedRun[]) =>
    list.reduce((total, { result }) => total + result.endMs - result.startMs, 0)
  const quiet = runs.filter((run) => run.result.scenario.truth.report.length === 0)
  const causes = runs.flatMap((run) => run.rootCauseRight ?? [])
  const counted = runs.filter((run) => run.result.scenario.truth.incidents !== undefined)
  const noticed = runs.map((run) => countNoticed(run.result))
  const after = noticed.flatMap((one) => one.afterMs)
  const alarms = (list: readonly JudgedRun[]) =>
    list.reduce((total, one) => total + one.falseAlarms.length, 0)
  return {
    runs: runs.length,
    scenarios: new Set(runs.map((run) => run.result.scenario.name)).size,
    watchedMs: watched(runs),
    kinds,
    precision: ratio(
      sum((one) => one.found),
      sum((one) => one.found + one.falseAlarms),
    ),
    recall: ratio(
      sum((one) => one.found),
      sum((one) => one.expected),
    ),
    rootCause: {
      judged: causes.length,
      right: causes.filter(Boolean).length,
      share: ratio(causes.filter(Boolean).length, causes.length),
    },
    incidents: {
      judged: counted.length,
      right: counted.filter((run) => run.incidents === run.result.scenario.truth.incidents).length,
      most: Math.max(0, ...counted.map((run) => run.incidents)),
    },
    falseAlarmsPerHour: perHour(alarms(runs), watched(runs)),
    negatives: { watchedMs: watched(quiet), falseAlarms: alarms(quiet) },
    baselines: scoreBaselines(runs),
    kernel: {
      connections: noticed.reduce((total, one) => total + one.connections, 0),
      noticed: noticed.reduce((total, one) => total + one.noticed, 0),
      medianMs: quantile(after, 0.5),
      p95Ms: quantile(after, 0.95),
    },
    doubts: runs.flatMap((run) =>
      run.reports.flatMap(({ expected, doubt }) =>
        doubt ? [{ scenario: run.result.scenario.name, kind: expected.kind, doubt }] : [],
      ),
    ),
    misses: runs.flatMap(missesOf),
  }
}

function scoreKind(kind: string, runs: readonly JudgedRun[]): KindScore {
  const reports = runs.flatMap((run) => run.reports).filter((one) => one.expected.kind === kind && !one.doubt)
  const found = reports.filter((one) => one.found)
  const falseAlarms = runs.flatMap((run) => run.falseAlarms).filter((one) => one.kind === kind).length
  const spread = (values: number[]) => ({
    ...{ median: quantile(values, 0.5), p95: quantile(values, 0.95), n: values.length },
  })
  const lists = reports.flatMap((one) => one.connections ?? [])
  const total = (pick: (one: (typeof lists)[number]) => number) =>
    lists.reduce((all, one) => all + pick(one), 0)
  return {
    ...{ kind, expected: reports.length, found: found.length, falseAlarms },
    precision: ratio(found.length, found.length + falseAlarms),
    recall: ratio(found.length, reports.length),
    delayMs: spread(found.flatMap((one) => one.delayMs ?? [])),
    completeMs: spread(lists.flatMap((one) => one.completeMs ?? [])),
    connections: {
      wanted: total((one) => one.wanted),
      listed: total((one) => one.listed),
      wrong: total((one) => one.wrong.length),
    },
    barredMs: spread(
      reports.flatMap(({ expected, delayMs, connections }) =>
        expected.within === undefined || delayMs === null
          ? []
          : [Math.max(delayMs, connections?.completeMs ?? 0)],
      ),
    ),
    bars: {
      set: reports.filter((one) => one.inTime !== null).length,
      met: reports.filter((one) => one.inTime).length,
    },
  }
}

/** What of a run was not as its scenario says. */
export function missesOf(run: JudgedRun): Score['misses'] {
  const { name: scenario, truth } = run.result.scenario
  const misses: Score['misses'] = []
  for (const { expected, found, inTime, delayMs, connections, wrongFacts, doubt } of run.reports) {
    const { kind } = expected
    if (doubt) continue
    if (!found) misses.push({ scenario, kind, what: 'missing', text: expected.subjects.join(', ') })
    else if (inTime === false)
      misses.push({
        ...{ scenario, kind, what: 'late' },
        text: `${delayMs} ms, all listed after ${connections?.completeMs ?? '-'} ms, bar ${expected.within} ms`,
      })
    for (const { name, wanted, said } of wrongFacts)
      misses.push({ scenario, kind, what: 'facts', text: `${name} ${said}, it was ${wanted}` })
    if (found && connections && connections.missing.length + connections.wrong.length)
      misses.push({
        ...{ scenario, kind, what: 'connections' },
        text: `missing ${connections.missing.join('; ') || 'none'}; wrong ${connections.wrong.join('; ') || 'none'}`,
      })
  }
  for (const { kind, severity, finding } of run.falseAlarms)
    misses.push({ scenario, kind, what: 'false alarm', text: `${severity}: ${finding.text ?? ''}` })
  if (run.rootCauseRight === false)
    misses.push({
      ...{ scenario, kind: truth.rootCause!.kind, what: 'root cause' },
      text: run.result.incidents.map((one) => `${one.rootCause.kind} ${one.rootCause.subject.id}`).join('; '),
    })
  if (truth.incidents !== undefined && run.incidents !== truth.incidents)
    misses.push({
      ...{ scenario, kind: '-', what: 'incidents' },
      text: `${run.incidents}, expected ${truth.incidents}: ${run.result.incidents.map((one) => one.title).join('; ')}`,
    })
  return misses
}
