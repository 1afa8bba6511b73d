/** Which findings of pools are one incident, and what it is called. */

import { expect, test } from 'vitest'
import type { Finding, FindingKind, Subject } from '../model/finding.ts'
import { advanceIncidents, createIncidents, listIncidents } from './advance-incidents.ts'

const T = 1_790_000_000_000
const pool = (id: string): Subject => ({ type: 'pool', id })
const server = (id: string): Subject => ({ type: 'server', id })

function finding(kind: FindingKind, atS: number, subjects: Subject[], more: Partial<Finding> = {}): Finding {
  const startedAtMs = T + atS * 1000
  return {
    ...{ id: `${kind} ${atS} ${subjects[0]!.id}`, kind, rule: 'r', thresholds: {}, severity: 'warning' },
    ...{ confidence: 0.9, subjects, startedAtMs, startedErrorMs: 100, detectedAtMs: startedAtMs + 500 },
    ...{ endedAtMs: null, text: `${kind} of ${subjects[0]!.id}`, evidence: [], against: [], connections: [] },
    ...{ connectionsTotal: 0, kernelNotice: null, facts: {}, ...more },
  }
}

function incidentsOf(...findings: Finding[]) {
  const incidents = createIncidents()
  for (const one of findings) advanceIncidents(incidents, [one], one.detectedAtMs)
  return listIncidents(incidents).map((one) => ({
    kind: one.kind,
    findings: one.findings.length,
    title: one.title,
  }))
}

const move = (atS: number, facts: Finding['facts']) =>
  finding('vip-failover', atS, [{ type: 'vip', id: '10.0.0.100' }], {
    facts: { reason: 'lb1 lost its link eth0', ...facts },
  })

test('a pool that is out because its load balancer lost its link is the failover’s consequence', () => {
  const moved = move(3, { owner: 'lb2', formerOwner: 'lb1' })
  expect(incidentsOf(moved, finding('pool-outage', 8, [pool('lb1/app')]))).toMatchObject([
    { kind: 'vip-failover', findings: 2 },
  ])
  expect(incidentsOf(moved, finding('pool-outage', 8, [pool('lb3/app')]))).toHaveLength(2)
  expect(incidentsOf(moved, finding('pool-outage', 200, [pool('lb1/app')]))).toHaveLength(2)
})

test('shared failure, queue and outage of one pool are one incident with the shared failure as its cause', () => {
  const chain = [
    finding('queue-saturation', 1, [pool('lb1/app')]),
    finding('shared-dependency-failing', 0, [pool('lb1/app'), server('lb1/app/web1')]),
    finding('pool-outage', 20, [pool('lb1/app')]),
    finding('sticky-sessions-lost', 21, [pool('lb1/app')], { facts: { clients: 7 } }),
  ]
  expect(incidentsOf(...chain)).toEqual([
    {
      kind: 'shared-dependency-failing',
      findings: 4,
      title:
        'shared-dependency-failing of lb1/app (no server of app left, requests queue, 7 clients lost their server)',
    },
  ])
})

test('two load balancers that see the same pool fail tell of one failure', () => {
  const [a, b] = [finding('pool-outage', 0, [pool('lb1/app')]), finding('pool-outage', 1, [pool('lb2/app')])]
  expect(incidentsOf(a, b)).toEqual([
    { kind: 'pool-outage', findings: 2, title: 'pool-outage of lb1/app, as lb1 and lb2 see it' },
  ])
})

test('other pools, and failures long apart, are incidents of their own', () => {
  const lie = finding('lying-health-check', 0, [server('lb1/app/web1'), pool('lb1/app')])
  expect(incidentsOf(lie, finding('lying-health-check', 1, [server('lb1/api/api1')]))).toHaveLength(2)
  expect(incidentsOf(lie, finding('flapping', 700, [server('lb1/app/web1')]))).toHaveLength(2)
})

test('one machine in two pools fails in both at one moment', () => {
  const out = (name: string, atS: number) =>
    finding('pool-outage', atS, [pool(`lb1/${name}`), server(`lb1/${name}/web1`)])
  expect(incidentsOf(out('app', 0), out('chat', 2))).toHaveLength(1)
  expect(incidentsOf(out('app', 0), out('chat', 60))).toHaveLength(2)
})

test('settings that prove too little are one word for the load balancer, apart from every failure', () => {
  const unproven = ['app', 'api'].map((name) =>
    finding('unproven-health-check', 0, [pool(`lb1/${name}`)], { severity: 'info' }),
  )
  const lie = finding('lying-health-check', 1, [server('lb1/app/web1'), pool('lb1/app')])
  expect(incidentsOf(...unproven, lie)).toMatchObject([
    { kind: 'lying-health-check', findings: 1 },
    {
      kind: 'unproven-health-check',
      findings: 2,
      title: 'The checks of 2 pools of lb1 do not prove that their applications work',
    },
  ])
})

test('connections to the very server that lies belong to it', () => {
  const lie = finding('lying-health-check', 0, [server('lb1/app/web1'), pool('lb1/app')])
  const orphans = finding('orphan-connections', 5, [{ type: 'host', id: 'web1' }])
  expect(incidentsOf(lie, orphans)).toHaveLength(1)
  expect(incidentsOf(lie, finding('orphan-connections', 5, [{ type: 'host', id: 'web2' }]))).toHaveLength(2)
})
