import { expect, test } from 'vitest'
import type { Incident } from '../../lib/model/incident.ts'
import type { RunResult } from '../play/collect-result.ts'
import type { SeenFinding } from '../play/poll-incidents.ts'
import { ScenarioSchema } from '../scenarios/scenario-schema.ts'
import { barsOf } from './bars.ts'
import { judgeRun } from './judge-run.ts'
import { referenceTime } from './reference-time.ts'
import { scoreLines } from './score-lines.ts'
import { scoreRuns } from './score-runs.ts'

const VIP = '10.0.0.100'
const SUBJECT = `vip ${VIP}`

const scenario = (truth: object) =>
  ScenarioSchema.parse({
    name: 'made-by-hand',
    title: 'Made by hand',
    site: {
      vips: [{ address: VIP, owners: ['lb1'] }],
      services: [{ name: 'app', mode: 'http', port: 80, servers: ['web1'] }],
      hosts: { lb1: { role: 'load-balancer' }, web1: { role: 'server' } },
    },
    lasts: 20,
    truth,
  })

const seen = (kind: string, seenAtMs: number, more: Partial<SeenFinding> = {}): SeenFinding => ({
  ...{ id: `${kind}-${seenAtMs}`, kind, incident: 'i1', seenAtMs, severity: 'critical' },
  finding: {
    kind,
    subjects: [{ type: 'vip', id: VIP }],
    connections: [],
  } as unknown as SeenFinding['finding'],
  listedAtMs: new Map(),
  ...more,
})
const incident = (kind: string, severity = 'critical') =>
  ({
    kind,
    title: kind,
    severity,
    rootCause: { kind, subject: { type: 'vip', id: VIP } },
  }) as unknown as Incident

/** A link is cut at 1,000 and another host has the address at 4,000. */
function result(truth: object, more: Partial<RunResult> = {}): RunResult {
  return {
    scenario: scenario(truth),
    ...{
      startMs: 0,
      endMs: 20_000,
      connections: [],
      requests: [],
      findings: [],
      incidents: [],
      haproxyDown: [],
    },
    events: [
      {
        what: 'fault',
        atMs: 1000,
        id: 'cut',
        text: '',
        fault: { do: 'cut-link', at: 1000, host: 'lb1', network: 'data' },
      },
      { what: 'owner-changed', atMs: 4000, vip: VIP, host: 'lb2', text: '' },
    ],
    atEnd: { phantoms: [], blackholes: [], orphans: [], clientless: [] },
    spells: { phantoms: new Map(), blackholes: new Map(), orphans: new Map(), clientless: new Map() },
    naive: { macChanges: [], unmatched: [] },
    ...more,
  }
}
const FAILOVER = {
  report: [{ kind: 'vip-failover', subjects: [SUBJECT], after: 'owner-changed', within: '1s' }],
  rootCause: { kind: 'vip-failover', subject: SUBJECT },
  incidents: 1,
}

test('a report is measured from what it tells of, and held against its bar', () => {
  const at = (ms: number) => judgeRun(result(FAILOVER, { findings: [seen('vip-failover', ms)] })).reports[0]
  expect(at(4400)).toMatchObject({ delayMs: 400, inTime: true, doubt: null })
  expect(at(5400)).toMatchObject({ delayMs: 1400, inTime: false })
  expect(judgeRun(result(FAILOVER)).reports[0]).toMatchObject({ found: null, inTime: false })
})

test('another address is another report', () => {
  const other = seen('vip-failover', 4400)
  other.finding = { ...other.finding, subjects: [{ type: 'vip', id: '10.0.0.101' }] }
  const run = judgeRun(result(FAILOVER, { findings: [other] }))
  expect(run.reports[0]!.found).toBeNull()
  expect(run.falseAlarms).toEqual([other])
})

test('news is no alarm, unless the scenario calls it a lie; what may be reported is neither', () => {
  const findings = (severity: 'info' | 'warning') => [seen('split-vip', 4100, { severity })]
  const alarms = (truth: object, severity: 'info' | 'warning') =>
    judgeRun(result(truth, { findings: findings(severity) })).falseAlarms.length
  expect(alarms({}, 'warning')).toBe(1)
  expect(alarms({}, 'info')).toBe(0)
  expect(alarms({ never: ['split-vip'] }, 'info')).toBe(1)
  expect(alarms({ may: ['split-vip'] }, 'warning')).toBe(0)
})

test('the root cause is right by kind and subject, and one failure is one incident', () => {
  const judge = (...incidents: Incident[]) => {
    const run = judgeRun(result(FAILOVER, { incidents }))
    return [run.rootCauseRight, run.incidents]
  }
  expect(judge(incident('vip-failover'))).toEqual([true, 1])
  expect(judge(incident('split-vip'))).toEqual([false, 1])
  expect(judge(incident('vip-failover'), incident('source-gap', 'info'))).toEqual([true, 1])
  expect(judge(incident('vip-failover'), incident('pool-outage'))).toEqual([true, 2])
  expect(judge()).toEqual([false, 0])
})

test('connections: every one that was so to the end is wanted, and only those that were never so are wrong', () => {
  const truth = { report: [{ kind: 'phantom-connections', after: 'owner-changed', connections: 'phantoms' }] }
  const listedAtMs = new Map([
    ['client1 a v', 4500],
    ['client1 b v', 6000],
    ['client1 x v', 4500],
    ['client1 briefly v', 4500],
  ])
  const spell = { fromMs: 4200, toMs: 20_000 }
  const phantoms = new Map([
    ...['a', 'b', 'c'].map((name) => [`client1 ${name} v`, spell] as const),
    ['client1 late v', { fromMs: 19_500, toMs: 20_000 }] as const,
    ['client1 briefly v', { fromMs: 4200, toMs: 4200 }] as const,
  ])
  const run = judgeRun(
    result(truth, {
      findings: [seen('phantom-connections', 4500, { listedAtMs })],
      atEnd: { ...result({}).atEnd, phantoms: ['a', 'b', 'c', 'late'].map((name) => `client1 ${name} v`) },
      spells: { ...result({}).spells, phantoms },
    }),
  )
  expect(run.reports[0]!.connections).toEqual({
    ...{ wanted: 3, listed: 2, missing: ['client1 c v'], wrong: ['client1 x v'], completeMs: null },
  })
})

test('an expectation that the lab itself did not see is in doubt and counts nowhere', () => {
  const truth = { report: [{ kind: 'split-vip', after: 'two-owners' }] }
  const run = judgeRun(result(truth))
  expect(run.reports[0]!.doubt).toBe('the lab saw no two-owners')
  expect(scoreRuns([run])).toMatchObject({ recall: null, doubts: [{ kind: 'split-vip' }] })
})

test('the first loss is the first unanswered word after the fault', () => {
  const connection = {
    task: 't',
    host: 'client1',
    local: 'a',
    remote: 'v',
    openedAtMs: 0,
    lastHeardAtMs: 0,
    ended: null,
  }
  const connections = [900, 1300, 1200].map((unansweredSinceMs) => ({ ...connection, unansweredSinceMs }))
  expect(referenceTime(result({}, { connections }), 'first-loss')).toBe(1200)
  expect(referenceTime(result({}), 'cut')).toBe(1000)
  expect(referenceTime(result({}), 'no-such')).toBeNull()
})

test('twenty runs: precision, recall, delays, alarms an hour, and the bars', () => {
  const runs = Array.from({ length: 20 }, (_, n) =>
    judgeRun(
      result(FAILOVER, {
        // One is missed, one comes with an alarm too many.
        findings: [
          ...(n === 0 ? [] : [seen('vip-failover', 4000 + n * 10)]),
          ...(n === 1 ? [seen('split-vip', 5000)] : []),
        ],
        incidents: [incident('vip-failover')],
        naive: { macChanges: [{ atMs: 4300, host: 'client1', vip: VIP }], unmatched: [] },
      }),
    ),
  )
  const quiet = judgeRun(
    result({}, { events: [], naive: { macChanges: [{ atMs: 1, host: 'c', vip: VIP }], unmatched: [] } }),
  )
  const score = scoreRuns([...runs, quiet])
  expect(score).toMatchObject({
    precision: 19 / 20,
    recall: 19 / 20,
    rootCause: { share: 1 },
    incidents: { right: 20, most: 1 },
  })
  expect(score.kinds.find((one) => one.kind === 'vip-failover')).toMatchObject({
    ...{ expected: 20, found: 19, falseAlarms: 0, bars: { set: 20, met: 19 } },
    delayMs: { median: 100, p95: 190, n: 19 },
  })
  expect(score.falseAlarmsPerHour).toBeCloseTo(3600 / 420)
  expect(score.negatives).toEqual({ watchedMs: 20_000, falseAlarms: 0 })
  expect(score.baselines.find((one) => one.kind === 'vip-failover')).toMatchObject({
    ...{ precision: 20 / 21, recall: 1, medianMs: 3300 },
  })
  const bars = Object.fromEntries(barsOf(score).map((bar) => [bar.name, bar.met]))
  expect(bars).toMatchObject({
    'vip-failover, p95': true,
    precision: false,
    recall: false,
    'root cause at rank 1': true,
  })
  const missed = scoreLines(score).filter((line) => line.startsWith('  made-by-hand: '))
  expect(missed).toEqual([
    '  made-by-hand: missing vip-failover vip 10.0.0.100',
    '  made-by-hand: false alarm split-vip critical: ',
  ])
})
