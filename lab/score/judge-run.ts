/** One run beside its truth: what was rightly reported and how late, what is missing, what is an alarm too many. */

import type { RunResult } from '../play/collect-result.ts'
import type { SeenFinding } from '../play/poll-incidents.ts'
import type { ExpectedReport } from '../scenarios/scenario-schema.ts'
import { type JudgedConnections, judgeConnections } from './judge-connections.ts'
import { type WrongFact, wrongFacts } from './judge-facts.ts'
import { referenceTime } from './reference-time.ts'

export type JudgedReport = {
  expected: ExpectedReport
  found: SeenFinding | null
  /** From the event it is measured from to the first answer of the API that had it; null where either is missing. */
  delayMs: number | null
  /** Null where the scenario sets no bar. */
  inTime: boolean | null
  connections: JudgedConnections | null
  /** That it gives otherwise than they were. */
  wrongFacts: WrongFact[]
  /** What the lab's own look says against the expectation; null where it bears it out. */
  doubt: string | null
}
export type JudgedRun = {
  result: RunResult
  reports: JudgedReport[]
  falseAlarms: SeenFinding[]
  /** Above info. */
  incidents: number
  /** Null where the scenario names none. */
  rootCauseRight: boolean | null
}

const names = (found: SeenFinding, expected: ExpectedReport) =>
  found.kind === expected.kind &&
  expected.subjects.every((wanted) =>
    found.finding.subjects.some((subject) => `${subject.type} ${subject.id}` === wanted),
  )

export function judgeRun(result: RunResult): JudgedRun {
  const { truth } = result.scenario
  const findings = [...result.findings].sort((a, b) => a.seenAtMs - b.seenAtMs)
  const reports = truth.report.map((expected): JudgedReport => {
    const found = findings.find((one) => names(one, expected)) ?? null
    const since = referenceTime(result, expected.after)
    const delayMs = found && since !== null ? found.seenAtMs - since : null
    const connections = expected.connections
      ? judgeConnections(
          result,
          expected.connections,
          findings.filter((one) => names(one, expected)),
          since,
        )
      : null
    const inTime =
      expected.within === undefined
        ? null
        : delayMs !== null && delayMs <= expected.within && (connections?.completeMs ?? 0) <= expected.within
    return {
      ...{ expected, found, delayMs, inTime, connections },
      wrongFacts: wrongFacts(result, expected, found),
      doubt: doubtOf(result, expected, since),
    }
  })
  const expectedKinds = new Set([...truth.report.map((one) => one.kind), ...truth.may])
  const falseAlarms = findings.filter((one) => {
    if (one.severity === 'info' && !truth.never.includes(one.kind)) return false
    if (truth.may.includes(one.kind)) return false
    return !truth.report.some((expected) => names(one, expected)) || !expectedKinds.has(one.kind)
  })
  const incidents = result.incidents.filter((one) => one.severity !== 'info')
  return { result, reports, falseAlarms, incidents: incidents.length, rootCauseRight: rootCauseOf(result) }
}

/** Judged at the incident that holds the expected root; none at all is wrong. */
function rootCauseOf({ scenario, incidents }: RunResult): boolean | null {
  const wanted = scenario.truth.rootCause
  if (!wanted) return null
  const graver = incidents.filter((one) => one.severity !== 'info')
  return graver.some(
    ({ rootCause }) =>
      rootCause.kind === wanted.kind &&
      (wanted.subject === undefined ||
        `${rootCause.subject.type} ${rootCause.subject.id}` === wanted.subject),
  )
}

/** An expectation that the lab's own look contradicts is the scenario's mistake, and must show as one. */
function doubtOf(result: RunResult, expected: ExpectedReport, since: number | null): string | null {
  if (since === null) return `the lab saw no ${expected.after}`
  if (expected.connections && result.spells[expected.connections].size === 0)
    return `the lab saw no ${expected.connections}`
  return null
}
