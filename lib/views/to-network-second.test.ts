import { describe, expect, test } from 'vitest'
import type { BadConnection } from '../model/finding.ts'
import { afterMove, believes, finding, host, MACS, T0, VIP } from './fixtures/failover-hosts.ts'
import { ALL_HOSTS, type NetworkSecond } from './network-view.ts'
import { toHostView } from './to-host-view.ts'
import { addressOf, toNetworkSeconds } from './to-network-second.ts'
import { toVipViews } from './to-vip-view.ts'

const phantom: BadConnection = {
  ...{ host: 'client1', local: '10.0.0.2:40000', remote: `${VIP}:443`, class: 'idle-phantom' },
  ...{ sinceMs: T0, lastReceivedAtMs: null, peer: null, process: null, keepalive: false },
}
const dead = finding('phantom-connections', { connections: [phantom], connectionsTotal: 1 })
const second = T0 / 1000

function secondsOf(
  hosts = afterMove(),
  findings = [dead],
  strips: Record<string, NetworkSecond[]> = {},
  at = second,
) {
  const hostViews = hosts.map((each) => toHostView(each, findings, true))
  const vips = toVipViews(hosts, findings, () => true)
  return toNetworkSeconds(at, { hosts, hostViews, vips, findings }, strips)
}

describe('a second of the network', () => {
  test('of the address: its owner, who changed, who disagrees, its own connections', () => {
    expect(Object.fromEntries(secondsOf())[VIP]).toEqual({
      second,
      owners: ['lb2'],
      neighbourChanges: 1,
      disagree: 1,
      tcp: { established: 2, retransmitting: 1, phantom: 1, blackholed: 0, orphaned: 0 },
      terminals: { open: 0, stalled: 0 },
    })
  })

  test('of all hosts together: every connection, and each bad one once', () => {
    const twice = [dead, finding('vip-failover', { connections: [phantom] })]
    expect(Object.fromEntries(secondsOf(afterMove(), twice))[ALL_HOSTS]).toMatchObject({
      owners: [],
      disagree: 1,
      tcp: { established: 3, retransmitting: 1, phantom: 1 },
    })
  })

  test('a terminal that waits for a connection to the address stands still on its channel', () => {
    const stalled = finding('stalled-terminal', {
      subjects: [{ type: 'terminal', id: 'client1/pts/3' }],
      connections: [phantom],
    })
    const { terminals } = Object.fromEntries(secondsOf(afterMove(), [dead, stalled]))[VIP]!
    expect(terminals.stalled).toBe(1)
  })

  test('a finding that ended counts no more', () => {
    const over = { ...dead, endedAtMs: T0 + 1 }
    expect(Object.fromEntries(secondsOf(afterMove(), [over]))[VIP]!.tcp.phantom).toBe(0)
  })

  test('a change that was told late amends the second it happened in', () => {
    const strip = Object.fromEntries(secondsOf())[VIP]!
    const before = { [VIP]: [{ ...strip, neighbourChanges: 0 }] }
    const seconds = secondsOf(afterMove(), [dead], before, second + 1)
    expect(seconds[0]).toEqual([VIP, { ...strip, neighbourChanges: 1 }])
    expect(seconds.slice(1).map(([, each]) => [each.second, each.neighbourChanges])).toEqual([
      [second + 1, 0],
      [second + 1, 0],
    ])
    expect(secondsOf(afterMove(), [dead], { [VIP]: [strip] }, second + 1)).toHaveLength(2)
  })

  test('a MAC that goes and comes back within a second is two changes, silence in between is none', () => {
    const changes = (neighbours: ReturnType<typeof believes>) =>
      Object.fromEntries(secondsOf([...afterMove().slice(0, 2), host('c', MACS.client1, { neighbours })]))[
        VIP
      ]!.neighbourChanges
    const { lb1, lb2 } = MACS
    expect(
      changes(
        believes(lb1, T0 + 20, [
          { mac: lb1, untilMs: T0 + 10 },
          { mac: lb2, untilMs: T0 + 20 },
        ]),
      ),
    ).toBe(2)
    expect(
      changes(
        believes(lb1, T0 + 20, [
          { mac: lb1, untilMs: T0 + 10 },
          { mac: null, untilMs: T0 + 20 },
        ]),
      ),
    ).toBe(0)
    expect(changes(believes(lb1, T0 + 20))).toBe(0)
  })

  test('without agents there is nothing to draw', () => {
    expect(secondsOf([])).toEqual([])
  })
})

test('an endpoint’s address, of either family', () => {
  expect(['10.0.0.2:51234', '[fd00::2]:443', '*'].map(addressOf)).toEqual(['10.0.0.2', 'fd00::2', '*'])
})

test('a host counts its own connections and terminals only', () => {
  const terminal = {
    ...{ tty: 'pts/3', user: null, commands: [], carriedBy: null },
    ...{ lastOutputAtMs: null, lastInputAtMs: null },
  }
  const [lb1, , client1] = afterMove()
  client1!.terminals = [terminal, { ...terminal, tty: 'pts/4' }]
  const stalled = finding('stalled-terminal', { subjects: [{ type: 'terminal', id: 'client1/pts/3' }] })
  expect(toHostView(client1!, [dead, stalled], true)).toMatchObject({
    tcp: { established: 3, retransmitting: 1, phantom: 1 },
    terminals: { open: 2, stalled: 1 },
  })
  expect(toHostView(lb1!, [dead, stalled], false)).toMatchObject({
    fresh: false,
    tcp: { phantom: 0 },
    terminals: { open: 0, stalled: 0 },
  })
})
