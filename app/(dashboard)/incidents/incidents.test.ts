import { describe, expect, test } from 'vitest'
import type { BadConnection, Finding } from '#lib/model/finding'
import type { IncidentView, NetworkSecond, VipView } from '#lib/views/network-view'
import { shownVip, vipKey } from '../(live)/shown-vip.ts'
import { badConnections } from './[id]/bad-connections.ts'
import { findingAnchor } from './[id]/finding-anchor.ts'
import { joinStrips, rangeOf, vipOf } from './[id]/incident-window.ts'
import { filterIncidents, kindsOf, mergeIncidents, sortIncidents } from './sort-incidents.ts'

const incident = (id: string, part: Partial<IncidentView> = {}): IncidentView => ({
  ...{ id, kind: 'vip-failover', title: id, severity: 'critical', confidence: 0.9, startedAtMs: 0 },
  ...{ detectedAtMs: 0, endedAtMs: 1, subjects: [], findings: [] },
  rootCause: { kind: 'vip-failover', subject: { type: 'host', id: 'lb1' }, reason: '', confidence: 1 },
  ...part,
})

describe('the list', () => {
  test('has open ones first, the worst of them before the rest; what is over by time alone', () => {
    const some = [
      incident('old', { startedAtMs: 1 }),
      incident('new', { startedAtMs: 9, severity: 'info' }),
      incident('open-warning', { startedAtMs: 8, endedAtMs: null, severity: 'warning' }),
      incident('open-critical', { startedAtMs: 2, endedAtMs: null }),
    ]
    expect(sortIncidents(some).map((each) => each.id)).toEqual([
      'open-critical',
      'open-warning',
      'new',
      'old',
    ])
  })

  test('is narrowed by severity, and by a kind that any finding has', () => {
    const phantom = { kind: 'phantom-connections' } as IncidentView['findings'][number]
    const some = [incident('a', { findings: [phantom] }), incident('b', { severity: 'info' })]
    const ids = (kind: string | null, severity: string | null) =>
      filterIncidents(some, { kind, severity }).map((each) => each.id)
    expect(ids(null, null)).toEqual(['a', 'b'])
    expect(ids('phantom-connections', null)).toEqual(['a'])
    expect(ids('phantom-connections', 'info')).toEqual([])
    expect(kindsOf(some)).toEqual(['phantom-connections', 'vip-failover'])
  })

  test('shows the live word of an incident instead of the stored one', () => {
    const merged = mergeIncidents([incident('a'), incident('b')], [incident('a', { title: 'newer' })])
    expect(merged.map((each) => each.title)).toEqual(['newer', 'b'])
  })
})

describe('the stretch on the strip chart', () => {
  const startedAtMs = 1_000_000
  test('has some calm on both sides, and grows while the incident lasts', () => {
    expect(rangeOf({ startedAtMs, endedAtMs: 1_060_500 }, 9e9)).toEqual({ fromMs: 980_000, toMs: 1_076_000 })
    expect(rangeOf({ startedAtMs, endedAtMs: null }, 1_060_500).toMs).toBe(1_061_000)
    expect(rangeOf({ startedAtMs, endedAtMs: null }, 0).toMs).toBe(1_015_000)
  })

  test('ends after half an hour, where the cause is long past', () => {
    const { fromMs, toMs } = rangeOf({ startedAtMs, endedAtMs: null }, startedAtMs + 86_400_000)
    expect(toMs - fromMs).toBe(1_800_000)
  })

  test('is of the address, or of all hosts together', () => {
    expect(vipOf({ subjects: [{ type: 'host', id: 'lb1' }] })).toBe('')
    expect(vipOf({ subjects: [{ type: 'vip', id: '10.0.0.100' }] })).toBe('10.0.0.100')
  })

  test('takes live seconds in place of stored ones', () => {
    const at = (second: number, disagree = 0) => ({ second, disagree }) as NetworkSecond
    expect(joinStrips([at(1), at(2)], [at(2, 5), at(3, 5)])).toEqual([at(1), at(2, 5), at(3, 5)])
    expect(joinStrips([at(1)], [])).toEqual([at(1)])
  })
})

test('a connection that two findings list is one row, and those left out are counted', () => {
  const connection = (local: string, sinceMs: number) =>
    ({ host: 'c', local, remote: 'r', sinceMs }) as BadConnection
  const finding = (connections: BadConnection[], connectionsTotal: number) =>
    ({ connections, connectionsTotal }) as Finding
  const [one, two] = [connection('a', 5), connection('b', 2)]
  const read = badConnections([finding([one, two], 12), finding([one], 1)])
  expect(read.connections.map((each) => each.local)).toEqual(['b', 'a'])
  expect(read.total).toBe(12)
})

test('a finding’s anchor can stand in an address', () => {
  expect(findingAnchor('split-vip-fd00::1 x')).toBe('finding-split-vip-fd00_1_x')
})

describe('the address on the live page’s strip chart', () => {
  const vips = ['10.0.0.1', '10.0.0.2'].map((address) => ({ address }) as VipView)
  const open = incident('a', { endedAtMs: null, subjects: [{ type: 'vip', id: '10.0.0.2' }] })
  test('is the selected one, else that of the worst open incident, else the first', () => {
    expect(shownVip(vips, [open], vipKey('10.0.0.1'))).toBe('10.0.0.1')
    expect(shownVip(vips, [open], 'lb1/app')).toBe('10.0.0.2')
    expect(shownVip(vips, [open], vipKey('10.9.9.9'))).toBe('10.0.0.2')
    expect(shownVip(vips, [], null)).toBe('10.0.0.1')
    expect(shownVip([], [open], null)).toBeNull()
  })
})
