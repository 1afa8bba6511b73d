/** How far an incident reached, and which earlier ones are like it. */

import { expect, test } from 'vitest'
import type { Finding, Subject } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { PoolSample, ServerSample } from '../model/server-sample.ts'
import { similarIncidents } from './similar-incidents.ts'
import { countRequests, toImpact } from './to-impact.ts'

const T = 1_790_000_000_000
const none: ServerSample = {
  ...{ sessions: null, requestRate: null, failureRate: null, queue: null, responseTimeMs: null, claim: 0 },
}
const sample = (requestRate: number | null, failureRate: number | null, resolutionS = 1): PoolSample => ({
  ...{ pool: 'lb1/app', startMs: T, resolutionS, servers: new Map() },
  total: { ...none, requestRate, failureRate },
})
const finding = (kind: Finding['kind'], subjects: Subject[], more: Partial<Finding> = {}): Finding => ({
  ...{ id: `${kind} 1`, kind, rule: 'r', thresholds: {}, severity: 'warning', confidence: 0.9, subjects },
  ...{ startedAtMs: T, startedErrorMs: 0, detectedAtMs: T, endedAtMs: null, text: kind, evidence: [] },
  ...{ against: [], connections: [], connectionsTotal: 0, kernelNotice: null, facts: {}, ...more },
})

function incident(id: string, findings: Finding[], reason = 'lb1 lost its link'): Incident {
  const [root] = findings
  return {
    ...{ id, kind: root!.kind, title: id, severity: 'warning', confidence: 0.9 },
    ...{ startedAtMs: T, detectedAtMs: T, endedAtMs: T + 9000, otherCauses: [], narrative: [], advice: [] },
    rootCause: { kind: root!.kind, subject: root!.subjects[0]!, reason, confidence: 0.9, against: [] },
    subjects: findings.flatMap((one) => one.subjects),
    findings,
  }
}
const vip: Subject = { type: 'vip', id: '10.0.0.100' }
const host = (id: string): Subject => ({ type: 'host', id })
const server = (id: string): Subject => ({ type: 'server', id })

test('requests are rates over their buckets; nothing on record is not none', () => {
  expect(countRequests([sample(20, 5), sample(40, 0), sample(null, null)])).toEqual({
    ...{ requests: 60, failed: 5, resolutionS: 1 },
  })
  expect(countRequests([sample(20, 5, 10), sample(20, null, 10)])).toEqual({
    ...{ requests: 400, failed: 50, resolutionS: 10 },
  })
  expect(countRequests([])).toEqual({ requests: null, failed: null, resolutionS: null })
})

test('each thing is counted once, a server’s pool with it, connections by their full count', () => {
  const told = incident('one', [
    finding('vip-failover', [vip, host('lb1')]),
    finding('phantom-connections', [host('client1'), vip], { connectionsTotal: 700 }),
    finding('blackholed-connections', [host('client1')], { connectionsTotal: 4 }),
    finding('lying-health-check', [server('lb1/app/web1'), server('lb1/app/web2')]),
    finding('cut-drain', [server('lb1/app/web1')], { facts: { cut: 7 } }),
    finding('stalled-terminal', [{ type: 'terminal', id: 'client1/pts/3' }]),
  ])
  expect(toImpact(told, new Map([['lb1/app', [sample(10, 2)]]]))).toEqual({
    pools: ['lb1/app'],
    servers: ['lb1/app/web1', 'lb1/app/web2'],
    addresses: ['10.0.0.100'],
    hosts: ['lb1', 'client1'],
    terminals: ['client1/pts/3'],
    ...{ connections: 704, cut: 7 },
    requests: [{ pool: 'lb1/app', requests: 10, failed: 2, resolutionS: 1 }],
  })
})

const phantoms = (total: number) =>
  finding('phantom-connections', [host('client1')], { connectionsTotal: total })
const failover = incident('now', [finding('vip-failover', [vip, host('lb1')]), phantoms(6)])

test('the same failover of last week is most alike; another address with the same cause less', () => {
  const lastWeek = { ...incident('last week', [finding('vip-failover', [vip, host('lb1')]), phantoms(2)]) }
  lastWeek.handling = {
    acknowledged: null,
    comments: 0,
    apart: [],
    closed: { by: 'ada', atMs: T, text: 'cable' },
  }
  const elsewhere = incident('elsewhere', [
    finding('vip-failover', [{ type: 'vip', id: '10.0.0.200' }, host('lb1')]),
    phantoms(1),
  ])
  const found = similarIncidents(failover, [elsewhere, lastWeek, failover])
  expect(found.map((one) => [one.id, one.closedText])).toEqual([
    ['last week', 'cable'],
    ['elsewhere', null],
  ])
  expect(found[0]).toMatchObject({
    likeness: 1,
    both: ['the same reason', '10.0.0.100', 'lb1', 'client1', 'phantom-connections'],
  })
  expect(found[1]!.likeness).toBeLessThan(1)
})

test('numbers in a reason do not part two; the same kind of cause alone is not enough', () => {
  const queue = (id: string, pool: string, reason: string) =>
    incident(id, [finding('queue-saturation', [{ type: 'pool', id: pool }])], reason)
  const now = queue('now', 'lb1/app', '12 requests wait')
  const found = similarIncidents(now, [
    queue('twin', 'lb2/app', '7 requests wait'),
    queue('stranger', 'lb9/mail', 'no server is left'),
  ])
  expect(found.map((one) => [one.id, one.likeness])).toEqual([['twin', 1]])
  const far = incident('far', [finding('flapping', [server('lb9/mail/m1')])], 'x')
  expect(similarIncidents(now, [far])).toEqual([])
})
