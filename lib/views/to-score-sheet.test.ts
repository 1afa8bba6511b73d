/** What a drill's score counts: what began in it, as it stood when the drill ended. */

import { expect, test } from 'vitest'
import type { Drill } from '../model/drill.ts'
import type { Finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { PoolSample } from '../model/server-sample.ts'
import { toScoreSheet } from './to-score-sheet.ts'

const T = 1_790_000_000_000
const drill: Drill = {
  id: 'd',
  name: 'pull lb1',
  fromMs: T,
  toMs: T + 60_000,
  by: 'ada',
  createdAtMs: T + 90_000,
}
const finding = (kind: Finding['kind'], endedAtMs: number | null, more: Partial<Finding> = {}): Finding => ({
  ...{ id: `${kind} 1`, kind, rule: 'r', thresholds: {}, severity: 'warning', confidence: 0.9, subjects: [] },
  ...{ startedAtMs: T, startedErrorMs: 5, detectedAtMs: T, endedAtMs, text: kind, evidence: [], against: [] },
  ...{ connections: [], connectionsTotal: 0, kernelNotice: null, facts: {}, ...more },
})
const incident = (id: string, startedAtMs: number, findings: Finding[]): Incident => ({
  ...{ id, kind: findings[0]!.kind, title: id, severity: 'warning', confidence: 0.9, endedAtMs: null },
  ...{ startedAtMs, detectedAtMs: startedAtMs + 700, otherCauses: [], narrative: [], advice: [] },
  rootCause: {
    kind: findings[0]!.kind,
    subject: { type: 'vip', id: 'v' },
    reason: '',
    confidence: 1,
    against: [],
  },
  ...{ subjects: findings.flatMap((one) => one.subjects), findings },
})
const sample = (requestRate: number, failureRate: number): PoolSample => {
  const none = { sessions: null, queue: null, responseTimeMs: null, claim: 0 }
  const total = { ...none, requestRate, failureRate }
  return { pool: 'lb1/app', startMs: T, resolutionS: 1, total, servers: new Map() }
}

test('time to detect, to recover, connections left as phantoms, requests lost', () => {
  const failover = incident('failover', T + 1000, [
    finding('vip-failover', T + 3000),
    finding('phantom-connections', T + 21_000, { connectionsTotal: 4 }),
    finding('stalled-terminal', T + 20_000, { subjects: [{ type: 'terminal', id: 'client1/pts/3' }] }),
    finding('cut-drain', T + 5000, { facts: { cut: 3 } }),
    finding('unproven-health-check', null, { severity: 'info' }),
  ])
  expect(toScoreSheet(drill, [failover], [[sample(10, 2), sample(10, 4)], [sample(5, 0)], []])).toEqual({
    ...{ version: 1, drill, detectMs: 700, recoverMs: 20_000, phantomsLeft: 0, terminals: 1, cut: 3 },
    incidents: [
      {
        ...{ id: 'failover', title: 'failover', startedAtMs: T + 1000, startedErrorMs: 5, detectMs: 700 },
        ...{ recoverMs: 20_000, phantoms: 4, phantomsLeft: 0, terminals: 1, cut: 3 },
      },
    ],
    requests: { asked: 25, failed: 6, pools: 2, resolutionS: 1 },
  })
})

test('what ended after the drill had not ended in it; what began before is not of it', () => {
  const late = incident('late', T + 1000, [
    finding('vip-failover', T + 3000),
    finding('phantom-connections', T + 61_000, { connectionsTotal: 4 }),
    finding('blackholed-connections', null, { connectionsTotal: 2 }),
  ])
  const before = incident('before', T - 1, [finding('flapping', null)])
  const told = incident('told', T + 5, [finding('unproven-health-check', null, { severity: 'info' })])
  expect(toScoreSheet(drill, [before, late, told], [])).toMatchObject({
    ...{ recoverMs: null, phantomsLeft: 6, requests: null },
    incidents: [{ id: 'late', phantoms: 6, recoverMs: null }],
  })
})

test('from the first beginning to the last end, the slowest to be found; nothing found has no score', () => {
  const two = [
    incident('second', T + 10_000, [finding('flapping', T + 30_000)]),
    { ...incident('first', T + 2000, [finding('flapping', T + 4000)]), detectedAtMs: T + 3500 },
  ]
  expect(toScoreSheet(drill, two, [])).toMatchObject({
    ...{ detectMs: 1500, recoverMs: 28_000 },
    incidents: [{ id: 'first' }, { id: 'second' }],
  })
  expect(toScoreSheet(drill, [], [])).toMatchObject({ detectMs: null, recoverMs: null, incidents: [] })
})
