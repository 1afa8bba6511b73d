/** What people do about incidents, and what findings that come later make of it. */

import { expect, test } from 'vitest'
import type { Finding, Subject } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { IncidentCommand } from '../model/incident-act.ts'
import { advanceIncidents, createIncidents, listIncidents, seedIncidents } from './advance-incidents.ts'
import { MAX_FINDINGS } from './case.ts'
import { handleIncident } from './handle-incident.ts'

const T = 1_790_000_000_000
const ADA = { by: 'ada', atMs: T + 60_000 }
const pool = (id: string): Subject => ({ type: 'pool', id })

function finding(id: string, about: Subject, more: Partial<Finding> = {}): Finding {
  return {
    ...{ id, kind: 'queue-saturation', rule: 'r', thresholds: {}, severity: 'warning', confidence: 0.9 },
    ...{ subjects: [about], startedAtMs: T, startedErrorMs: 100, detectedAtMs: T + 500, endedAtMs: null },
    ...{ text: `${id} of ${about.id}`, evidence: [], against: [], connections: [], connectionsTotal: 0 },
    ...{ kernelNotice: null, facts: {}, ...more },
  }
}
const queue = finding('queue', pool('lb1/app'))
const outage = finding('outage', pool('lb1/app'), { kind: 'pool-outage', severity: 'critical' })
const elsewhere = finding('elsewhere', pool('lb9/api'))

function start(...findings: Finding[]) {
  const incidents = createIncidents()
  const find = (...news: Finding[]) => advanceIncidents(incidents, news, T + 1000)
  find(...findings)
  return {
    incidents,
    find,
    list: () => listIncidents(incidents),
    act: (id: string, command: IncidentCommand) => handleIncident(incidents, id, command, ADA),
  }
}
const findingsOf = (list: Incident[]) => list.map((one) => one.findings.map(({ id }) => id).sort()).sort()

test('who is on it stands in the incident, once, until it is withdrawn', () => {
  const { act, list } = start(queue)
  const { id } = list()[0]!
  expect(list()[0]!.handling).toBeUndefined()
  expect(act(id, { do: 'acknowledge' })).toMatchObject({ ok: true, changed: [{ id }], dropped: [] })
  expect(list()[0]!.handling).toEqual({ acknowledged: ADA, closed: null, comments: 0, apart: [] })
  expect(act(id, { do: 'acknowledge' })).toEqual({ ok: false, reason: 'already-so' })
  act(id, { do: 'withdraw' })
  expect(list()[0]!.handling?.acknowledged).toBeNull()
  expect(act(id, { do: 'withdraw' })).toEqual({ ok: false, reason: 'already-so' })
})

test('comments are counted, and never below none', () => {
  const { act, list } = start(queue)
  const { id } = list()[0]!
  for (const deed of ['comment', 'comment', 'uncomment'] as const) act(id, { do: deed })
  expect(list()[0]!.handling?.comments).toBe(1)
  for (const deed of ['uncomment', 'uncomment'] as const) act(id, { do: deed })
  expect(list()[0]!.handling?.comments).toBe(0)
})

test('closing ends nothing that lasts; more of the same leaves it closed, something new opens it', () => {
  const { act, list, find } = start(queue)
  const { id } = list()[0]!
  act(id, { do: 'close', text: 'known' })
  expect(list()[0]).toMatchObject({ endedAtMs: null, handling: { closed: { by: 'ada', text: 'known' } } })
  expect(find({ ...queue, confidence: 0.95 }).reopened).toEqual([])
  expect(list()[0]!.handling?.closed).not.toBeNull()
  const { reopened, changed } = find(outage)
  expect(reopened).toEqual([id])
  expect(changed).toMatchObject([{ id, handling: { closed: null } }])
})

test('merged incidents are one, and what belongs to either comes to it from then on', () => {
  const { act, list, find } = start(queue, elsewhere)
  const [one, other] = [`incident-${queue.id}`, `incident-${elsewhere.id}`]
  act(other, { do: 'acknowledge' })
  act(other, { do: 'comment' })
  const merged = act(one, { do: 'merge', otherId: other })
  expect(merged).toMatchObject({ ok: true, dropped: [{ id: other, into: one }], otherId: other })
  expect(findingsOf(list())).toEqual([['elsewhere', 'queue']])
  expect(list()[0]!.handling).toMatchObject({ acknowledged: ADA, comments: 1 })
  find({ ...elsewhere, confidence: 0.99 }, finding('later', pool('lb9/api'), { kind: 'pool-outage' }))
  expect(findingsOf(list())).toEqual([['elsewhere', 'later', 'queue']])
})

test('a lasting incident keeps the one that it takes in open', () => {
  const over = { ...elsewhere, endedAtMs: T + 600 }
  const { act, list, incidents } = start(queue, over)
  advanceIncidents(incidents, [], T + 30_000)
  expect(list().map((one) => one.endedAtMs)).toEqual([null, T + 600])
  act(`incident-${elsewhere.id}`, { do: 'merge', otherId: `incident-${queue.id}` })
  expect(list().map((one) => one.endedAtMs)).toEqual([null])
})

test('what is taken out stays out, through updates, news of both, and a restart', () => {
  const { act, list, find } = start(queue, outage)
  const { id } = list()[0]!
  const done = act(id, { do: 'split', findingIds: ['outage'] })
  expect(done).toMatchObject({ ok: true, otherId: 'incident-outage' })
  expect(findingsOf(list())).toEqual([['outage'], ['queue']])
  find({ ...outage, confidence: 0.8 }, { ...queue, confidence: 0.8 })
  expect(findingsOf(list())).toEqual([['outage'], ['queue']])
  // Related to both: it comes to one of them, and does not bring them together.
  find(finding('lost', pool('lb1/app'), { kind: 'sticky-sessions-lost' }))
  expect(findingsOf(list()).flat().sort()).toEqual(['lost', 'outage', 'queue'])
  expect(list()).toHaveLength(2)

  const restarted = createIncidents()
  seedIncidents(restarted, JSON.parse(JSON.stringify(list())))
  advanceIncidents(restarted, [{ ...queue, confidence: 0.7 }], T + 2000)
  expect(listIncidents(restarted)).toHaveLength(2)
  expect(handleIncident(restarted, id, { do: 'merge', otherId: 'incident-outage' }, ADA).ok).toBe(true)
  expect(listIncidents(restarted)).toMatchObject([{ id, handling: { apart: [] } }])
})

test('the finding that an incident is named after can be taken out of it', () => {
  const { act, list } = start(queue, outage)
  expect(list()[0]!.id).toBe('incident-queue')
  expect(act('incident-queue', { do: 'split', findingIds: ['queue'] })).toMatchObject({
    otherId: 'incident-queue~2',
  })
  expect(list().map((one) => [one.id, one.kind])).toEqual([
    ['incident-queue', 'pool-outage'],
    ['incident-queue~2', 'queue-saturation'],
  ])
})

test('what makes no sense is refused, and changes nothing', () => {
  const many = Array.from({ length: MAX_FINDINGS }, (_, n) => finding(`many ${n}`, pool('lb2/big')))
  const { act, list } = start(queue, outage, elsewhere, ...many)
  const before = JSON.stringify(list())
  const id = 'incident-queue'
  for (const [command, reason] of [
    [{ do: 'reopen' }, 'already-so'],
    [{ do: 'merge', otherId: id }, 'same-incident'],
    [{ do: 'merge', otherId: 'none' }, 'no-such-incident'],
    [{ do: 'merge', otherId: 'incident-many 0' }, 'too-many-findings'],
    [{ do: 'split', findingIds: ['elsewhere'] }, 'no-such-finding'],
    [{ do: 'split', findingIds: ['queue', 'outage'] }, 'nothing-left'],
    [{ do: 'split', findingIds: [] }, 'nothing-left'],
  ] as [IncidentCommand, string][])
    expect(act(id, command)).toEqual({ ok: false, reason })
  expect(act('none', { do: 'acknowledge' })).toEqual({ ok: false, reason: 'no-such-incident' })
  expect(JSON.stringify(list())).toBe(before)
})
