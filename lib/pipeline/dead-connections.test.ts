/** Connections that are dead and those that only look so; terminals, old workers, silent agents. */

import { describe, expect, it } from 'vitest'
import { loadBalancerOf } from '../state/create-world.ts'
import { connect, playSite } from './play-site.ts'
import { cutLink, retransmit, SERVICE, scriptedPair, takeOver, VIP } from './scripted-pair.ts'
import { established } from './scripted-site.ts'

const BUSY = `10.0.0.1:50001 ${SERVICE}`

/** Retransmits for so long, then is answered. */
function stall(forMs: number) {
  const hosts = scriptedPair()
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  const sinceMs = played.now()
  for (let ms = 0; ms < forMs; ms += 50) {
    retransmit(hosts.client1, BUSY, sinceMs, played.now())
    played.run(50)
  }
  hosts.client1.sockets.set(BUSY, established('10.0.0.1:50001', SERVICE))
  played.run(3_000)
  return { played, sinceMs }
}

describe('data that nobody acknowledges', () => {
  it('is told within five seconds of the first loss, with what the kernel would take', () => {
    const { played, sinceMs } = stall(8_000)
    const [found, ...others] = played.of('blackholed-connections')
    expect(others).toEqual([])
    expect(played.firstOf('blackholed-connections')! - sinceMs).toBeLessThan(5_000)
    expect(found!.connections.map((one) => [one.local, one.class])).toEqual([
      ['10.0.0.1:50001', 'path-broken'],
    ])
    expect(Math.abs(found!.startedAtMs - sinceMs)).toBeLessThan(400)
    expect(found!.kernelNotice!.fromMs).toBeGreaterThan(900_000)
    expect([...played.incidents.values()].map((one) => one.kind)).toEqual(['blackholed-connections'])
    expect([...played.incidents.values()][0]!.advice.map((one) => one.id)).toEqual(['user-timeout'])
  })
  it('is nothing to tell of when it is answered within two seconds', () => {
    for (const forMs of [400, 900, 1_500, 2_000, 3_000]) expect(stall(forMs).played.kinds()).toEqual([])
  })
})

describe('a terminal on a dead connection', () => {
  const hosts = scriptedPair()
  const { lb1, lb2, client1, client2 } = hosts
  const command = { pid: 77, command: 'ssh', arguments: null, startedAtMs: null, state: 'S' }
  const fine = { ...command, pid: 78, command: 'vim', sockets: [] }
  const terminal = { user: null, carriedBy: null, lastOutputAtMs: null, lastInputAtMs: null }
  client1.terminals = [
    { ...terminal, tty: 'pts/3', commands: [{ ...command, sockets: [BUSY] }] },
    { ...terminal, tty: 'pts/4', commands: [fine] },
  ]
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  cutLink(lb1, played.now())
  const cutAtMs = played.now()
  played.run(3_200)
  takeOver(lb2, [client1, client2], played.now())
  played.run(8_000)

  it('is named with its command and its connection, under the same incident', () => {
    const [found, ...others] = played.of('stalled-terminal')
    expect(others).toEqual([])
    expect(found!.subjects[0]).toEqual({ type: 'terminal', id: 'client1/pts/3' })
    expect(found!.facts).toMatchObject({ command: 'ssh', pid: 77, socket: BUSY, class: 'idle-phantom' })
    expect(played.firstOf('stalled-terminal')! - cutAtMs).toBeLessThan(10_000)
    expect([...played.incidents.values()].map((one) => one.kind)).toEqual(['vip-failover'])
  })
})

describe('connections whose other end stands elsewhere', () => {
  it('are not called dead: containers behind an address, direct routing, an agent that sees only part', () => {
    const hosts = scriptedPair()
    const { client2, web1, lb1 } = hosts
    // From a container on client1, its address translated: web1 sees it, client1's own table does not.
    web1.sockets.set('10.0.0.21:80 10.0.0.1:61000', established('10.0.0.21:80', '10.0.0.1:61000'))
    // To a port that lb1 only passes on.
    client2.sockets.set('10.0.0.2:61001 10.0.0.11:8443', established('10.0.0.2:61001', '10.0.0.11:8443'))
    lb1.listens.push('*:8443')
    // Answered by web1, which holds the VIP on its loopback.
    client2.sockets.set(`10.0.0.2:61002 ${SERVICE}`, established('10.0.0.2:61002', SERVICE))
    web1.sockets.set(`${SERVICE} 10.0.0.2:61002`, established(SERVICE, '10.0.0.2:61002'))
    web1.addresses.push({ ...web1.addresses[0]!, address: VIP, prefixLength: 32, link: 'lo' })
    const played = playSite(Object.values(hosts))
    played.run(12_000)
    expect(played.kinds()).toEqual([])
  })
})

describe('a server that was started anew', () => {
  it('leaves idle phantoms at those who were connected', () => {
    const hosts = scriptedPair()
    const { client2, web1 } = hosts
    connect(client2, 51000, web1, '10.0.0.21:80')
    const played = playSite(Object.values(hosts))
    played.run(5_000)
    web1.sockets.clear()
    web1.session = 'web1-2'
    web1.seq = 0
    web1.told = null
    const atMs = played.now()
    played.run(8_000)
    const dead = played.of('phantom-connections').flatMap((one) => one.connections.map((c) => c.local))
    expect(dead.sort()).toEqual(['10.0.0.11:40001', '10.0.0.2:51000'])
    expect(played.firstOf('phantom-connections')! - atMs).toBeLessThan(5_000)
    expect(played.incidents.size).toBe(1)
  })
})

describe('a load balancer that called its servers from the VIP', () => {
  const hosts = scriptedPair()
  const { lb1, lb2, client1, client2, web1 } = hosts
  connect(lb1, 40002, web1, '10.0.0.21:80', VIP)
  const played = playSite(Object.values(hosts))
  const listener = SERVICE
  const leg = { pool: 'app', server: 'web1', local: `${VIP}:40002`, remote: '10.0.0.21:80', atMs: 0 }
  const loadBalancer = loadBalancerOf(played.world(), 'edge')
  loadBalancer.legs = new Map([[`10.0.0.1:50001 ${listener}`, leg]])
  played.run(5_000)
  cutLink(lb1, played.now())
  played.run(3_200)
  takeOver(lb2, [client1, client2], played.now())
  played.run(8_000)

  it('leaves orphans at them, told as its own, under the same incident', () => {
    const dead = played.of('orphan-connections').flatMap((one) => one.connections)
    expect(dead.map((one) => one.remote).sort()).toEqual([`${VIP}:40002`, '10.0.0.11:40001'])
    expect(played.of('phantom-connections').map((one) => one.connectionsTotal)).toEqual([4])
    expect(played.incidents.size).toBe(1)
  })
  it('has told which connection goes on over which', () => {
    const all = [...played.of('orphan-connections'), ...played.of('phantom-connections')]
    const legs = all.flatMap((one) =>
      one.connections.flatMap(({ local, otherLeg }) => (otherLeg ? [[local, otherLeg]] : [])),
    )
    const where = { loadBalancer: 'edge', pool: 'app', server: 'web1' }
    expect(Object.fromEntries(legs)).toEqual({
      '10.0.0.21:80': { ...where, local: listener, remote: '10.0.0.1:50001' },
      '10.0.0.1:50001': { ...where, local: `${VIP}:40002`, remote: '10.0.0.21:80' },
    })
  })
})

describe('an old worker', () => {
  it('is told after five seconds, as news, and ends with its last connection', () => {
    const hosts = scriptedPair()
    const { lb1 } = hosts
    const [haproxy, keepalived] = lb1.processes
    const old = { ...haproxy!, startedAtMs: 1, listens: [443], connections: 3 }
    lb1.processes = [old, keepalived!]
    const played = playSite(Object.values(hosts))
    played.run(4_000)
    lb1.processes = [{ ...old, listens: [] }, { ...old, pid: 201, startedAtMs: 2 }, keepalived!]
    played.run(3_000)
    expect(played.kinds()).toEqual([])
    played.run(5_000)
    expect(played.of('orphaned-worker').map((one) => [one.severity, one.facts.connections])).toEqual([
      ['info', 3],
    ])
    expect([...played.incidents.values()].map((one) => one.rootCause.subject.id)).toEqual(['lb1/haproxy 101'])
    lb1.processes = [{ ...old, pid: 201 }, keepalived!]
    played.run(12_000)
    expect([...played.incidents.values()].map((one) => one.endedAtMs !== null)).toEqual([true])
  })
})

describe('most agents are silent at once', () => {
  const hosts = scriptedPair()
  const most = [hosts.lb1, hosts.lb2, hosts.web1, hosts.client1]
  const played = playSite(Object.values(hosts))
  played.run(4_000)
  for (const host of most) host.agent = 'frozen'
  played.run(7_000)

  it('may be the dashboard or its network, and is told when it lasts', () => {
    expect(played.kinds()).toEqual([])
    played.run(8_000)
    expect(played.of('source-gap')).toHaveLength(most.length)
  })
})

describe('a silent agent', () => {
  it('is an incident of its own until it speaks again', () => {
    const hosts = scriptedPair()
    const played = playSite(Object.values(hosts))
    played.run(4_000)
    hosts.web1.agent = 'frozen'
    played.run(10_000)
    expect(played.kinds()).toEqual(['source-gap'])
    hosts.web1.agent = 'on'
    played.run(12_000)
    expect([...played.incidents.values()].map((one) => [one.kind, one.endedAtMs !== null])).toEqual([
      ['source-gap', true],
    ])
    expect(played.kinds()).toEqual(['source-gap'])
  })
})
