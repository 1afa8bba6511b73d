import { describe, expect, test } from 'vitest'
import type { EventView, StripSecond } from '#lib/views/live-view'
import type { FindingView, IncidentView, NetworkSecond } from '#lib/views/network-view'
import { joinSeconds, secondAt } from './join-seconds.ts'
import { knownChannels, ownerRuns, ownersOf } from './known-channels.ts'
import { networkLies, networkMarks } from './network-marks.ts'
import { joinedText, readNetwork } from './read-second.ts'
import { CHANNELS, layStrip, spanOf } from './strip-layout.ts'

const at = (second: number, part: Partial<NetworkSecond> = {}): NetworkSecond => ({
  ...{ second, owners: ['lb1'], neighbourChanges: 0, disagree: 0, terminals: { open: 0, stalled: 0 } },
  tcp: { established: 0, retransmitting: 0, phantom: 0, blackholed: 0, orphaned: 0 },
  ...part,
})
const tcp = (part: Partial<NetworkSecond['tcp']>) => ({ ...at(0).tcp, ...part })
const pool = (second: number): StripSecond => ({
  ...{ second, claims: [0, 2], sessions: 3, requestRate: 10, failureRate: 0 },
})

describe('channels', () => {
  test('are those that there is data for', () => {
    expect(knownChannels(true, [])).toEqual(['claim', 'traffic', 'sessions'])
    expect(knownChannels(false, [at(1)])).toEqual(['address', 'arp'])
    const all = at(1, { owners: [], tcp: tcp({ established: 1 }), terminals: { open: 1, stalled: 0 } })
    expect(knownChannels(false, [all])).toEqual(['tcp', 'terminal'])
  })

  test('lie under one another without a seam, whichever they are', () => {
    for (const some of [CHANNELS, CHANNELS.slice(3), ['tcp'] as const]) {
      const layout = layStrip(some)
      const rows = some.map((name) => layout.rows[name]!)
      rows.forEach((row, i) => {
        const before = rows[i - 1] ?? layout.marks
        expect(row.topPx).toBe(before.topPx + before.heightPx)
      })
      expect(layout.times.topPx).toBe(rows.at(-1)!.topPx + rows.at(-1)!.heightPx)
    }
  })

  test('give a third owner a lane of its own', () => {
    const height = (owners: number) => layStrip(['address'], owners).rows.address!.heightPx
    expect(height(2)).toBe(height(0))
    expect(height(3)).toBeGreaterThan(height(2))
  })

  test('span from the first to the last that is drawn', () => {
    const layout = layStrip(['claim', 'address', 'tcp'])
    const { address, tcp: last } = layout.rows
    expect(spanOf(layout, ['address', 'arp', 'tcp'])).toEqual({
      topPx: address!.topPx,
      heightPx: last!.topPx + last!.heightPx - address!.topPx,
    })
    expect(spanOf(layout, ['terminal'])).toBeNull()
  })
})

test('who held the address: a run for each host, apart where two held it, broken by a gap', () => {
  const both = ['lb1', 'lb2']
  const seconds = [
    at(1),
    at(2),
    at(3, { owners: both }),
    at(4, { owners: ['lb2'] }),
    at(7, { owners: ['lb2'] }),
  ]
  expect(ownersOf(seconds)).toEqual(both)
  expect(ownerRuns(seconds)).toEqual([
    { owner: 'lb1', from: 1, to: 3, shared: false },
    { owner: 'lb1', from: 3, to: 4, shared: true },
    { owner: 'lb2', from: 3, to: 4, shared: true },
    { owner: 'lb2', from: 4, to: 5, shared: false },
    { owner: 'lb2', from: 7, to: 8, shared: false },
  ])
})

describe('a second of both sides', () => {
  test('is found by its time, and what only one side tells of is not lost', () => {
    const joined = joinSeconds([pool(1), pool(2)], [at(2), at(3)])
    expect(joined.map((each) => [each.second, each.pool !== null, each.network !== null])).toEqual([
      [1, true, false],
      [2, true, true],
      [3, false, true],
    ])
    expect(secondAt(joined, 1_500)?.second).toBe(1)
    expect(secondAt(joined, 9_000)).toBeNull()
  })

  test('without a cursor is the newest that both tell of, unless one side is silent', () => {
    expect(secondAt(joinSeconds([pool(1), pool(2)], [at(2), at(3)]), null)?.second).toBe(2)
    expect(secondAt(joinSeconds([pool(1)], [at(1), at(9)]), null)?.second).toBe(9)
  })

  test('is told in words, violet where somebody is deceived', () => {
    const bad = at(1, {
      ...{ owners: ['lb1', 'lb2'], disagree: 1, neighbourChanges: 2 },
      ...{ tcp: tcp({ established: 5, phantom: 3, blackholed: 1, retransmitting: 2 }) },
      terminals: { open: 2, stalled: 1 },
    })
    expect(readNetwork(bad).map((word) => [word.text, word.tone])).toEqual([
      ['held by lb1 and lb2', 'lie'],
      ['1 host believes otherwise', 'lie'],
      ['2 MAC changes', 'plain'],
      ['5 established', 'plain'],
      ['3 phantom', 'lie'],
      ['1 blackholed', 'down'],
      ['1 retransmitting', 'going-down'],
      ['1 terminal stalled', 'lie'],
    ])
    expect(joinedText({ second: 1, pool: pool(1), network: at(1) })).toBe(
      '2 UP; 10 requests a second, 0.0 % failing; 3 sessions; held by lb1, 0 established',
    )
  })
})

const event = (kind: string, about: string | null, atMs: number): EventView => ({
  ...{ id: `${kind} ${atMs}`, kind, atMs, errorMs: 1, observedAtMs: atMs, loadBalancer: '', pool: null },
  ...{ server: null, from: null, to: null, text: `${kind}.`, detail: null, seenBy: [] },
  ...(about !== null && { about }),
})

test('marks are what happened to this address and to hosts; neighbours have a channel of their own', () => {
  const events = [
    event('host-link', 'eth0', 30),
    event('host-address', '10.0.0.100', 20),
    event('host-address', '10.0.0.7', 15),
    event('host-neighbour', '10.0.0.100', 10),
    event('server-state', null, 5),
  ]
  const marks = networkMarks(events, '10.0.0.100')
  expect(marks.map((mark) => mark.label)).toEqual(['host-address', 'host-link'])
})

test('a lie lasts as long as its finding, on the chart of the address that it is about', () => {
  const finding = (kind: FindingView['kind'], endedAtMs: number | null) =>
    ({ id: kind, kind, text: `${kind}.`, startedAtMs: 5, endedAtMs, connectionsTotal: 2 }) as FindingView
  const incident = {
    subjects: [{ type: 'vip', id: '10.0.0.100' }],
    findings: [finding('vip-failover', 9), finding('phantom-connections', null), finding('split-vip', 8)],
  } as unknown as IncidentView
  expect(networkLies([incident], '10.0.0.100')).toEqual([
    { id: 'phantom-connections', fromMs: 5, toMs: null, label: '2 phantom connections' },
    { id: 'split-vip', fromMs: 5, toMs: 8, label: 'two hold the address' },
  ])
  expect(networkLies([incident], '10.0.0.7')).toEqual([])
  expect(networkLies([incident], null)).toHaveLength(2)
})
