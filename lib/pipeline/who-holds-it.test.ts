/** Who holds an address, and who believes otherwise: what is a failover, a split, a stale entry, and what is none. */

import { describe, expect, it } from 'vitest'
import { playSite } from './play-site.ts'
import { cutLink, scriptedPair, takeOver, VIP } from './scripted-pair.ts'
import { believe, held, release, scriptedHost, setLink, take } from './scripted-site.ts'

describe('two hosts hold the address', () => {
  const hosts = scriptedPair()
  const { lb2, client1, client2 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  const splitAtMs = played.now()
  takeOver(lb2, [client1, client2], splitAtMs)
  played.run(12_000)

  it('is told within two seconds, and is the cause', () => {
    expect(played.firstOf('split-vip')! - splitAtMs).toBeLessThan(2_000)
    const [incident, ...others] = [...played.incidents.values()]
    expect(others).toEqual([])
    expect(incident!.rootCause).toMatchObject({ kind: 'split-vip', subject: { type: 'vip', id: VIP } })
    expect(played.of('stale-neighbour')).toEqual([])
  })
  it('ends when one lets go', () => {
    release(lb2, played.now(), VIP)
    for (const client of [client1, client2]) believe(client, played.now(), VIP, hosts.lb1.mac)
    played.run(20_000)
    expect(played.of('split-vip').map((one) => one.endedAtMs !== null)).toEqual([true])
  })
})

describe('an overlap of 200 ms', () => {
  const hosts = scriptedPair()
  const { lb1, lb2, client1, client2 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  takeOver(lb2, [client1, client2], played.now())
  played.run(200)
  release(lb1, played.now(), VIP)
  played.run(10_000)
  it('is a handover, no split', () => expect(played.of('split-vip')).toEqual([]))
})

describe('a host that freezes and thaws', () => {
  const hosts = scriptedPair({ lb1: { phaseMs: 100 } })
  const { lb1, lb2, client1, client2 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  lb1.agent = 'frozen'
  played.run(3_300)
  const movedAtMs = played.now()
  takeOver(lb2, [client1, client2], movedAtMs)
  played.run(8_000)

  it('is a failover because the former owner fell silent', () => {
    expect(played.firstOf('vip-failover')! - movedAtMs).toBeLessThan(1_000)
    expect(played.of('vip-failover')[0]!.facts.cause).toBe('silent')
    expect(played.firstOf('phantom-connections')! - movedAtMs).toBeLessThan(3_000)
    expect(played.of('phantom-connections')[0]!.connections).toHaveLength(4)
  })
  it('is no split while it thaws', () => {
    lb1.agent = 'on'
    played.run(400)
    release(lb2, played.now(), VIP)
    played.run(5_000)
    expect(played.of('split-vip')).toEqual([])
    expect(played.incidents.size).toBe(1)
  })
})

describe('a lost gratuitous ARP', () => {
  const hosts = scriptedPair()
  const { lb1, lb2, client1 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  cutLink(lb1, played.now())
  played.run(3_200)
  const movedAtMs = played.now()
  takeOver(lb2, [client1], movedAtMs)
  played.run(8_000)

  it('names the host that still sends to the former owner, and only it', () => {
    expect(played.firstOf('stale-neighbour')! - movedAtMs).toBeLessThan(4_000)
    expect(played.of('stale-neighbour').map((one) => one.facts.believers)).toEqual(['client2'])
    expect([...played.incidents.values()].map((one) => one.kind)).toEqual(['vip-failover'])
    const advice = [...played.incidents.values()][0]!.advice.map((one) => one.id)
    expect(advice).toEqual(expect.arrayContaining(['garp', 'flush-neighbour', 'keepalive']))
  })
  it('is over when its entry follows', () => {
    believe(hosts.client2, played.now(), VIP, lb2.mac)
    played.run(4_000)
    expect(played.of('stale-neighbour').map((one) => one.endedAtMs !== null)).toEqual([true])
  })
})

describe('no agents on the load balancers', () => {
  const hosts = scriptedPair({ lb1: { agent: 'none' }, lb2: { agent: 'none' } })
  const { lb2, client1, client2 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  const movedAtMs = played.now()
  takeOver(lb2, [client1, client2], movedAtMs)
  played.run(5_000)

  it('is told by the neighbours, with less confidence', () => {
    expect(played.firstOf('vip-failover')! - movedAtMs).toBeLessThan(1_000)
    expect(played.of('vip-failover')).toHaveLength(1)
    expect(played.of('vip-failover')[0]!.confidence).toBeLessThan(0.8)
    expect(played.kinds()).toEqual(['vip-failover'])
  })
})

describe('one load balancer without an agent', () => {
  it('is a failover whichever of the two it is', () => {
    for (const blind of ['lb1', 'lb2'] as const) {
      const hosts = scriptedPair({ [blind]: { agent: 'none' } })
      const { lb1, lb2, client1, client2 } = hosts
      const played = playSite(Object.values(hosts))
      played.run(5_000)
      release(lb1, played.now(), VIP)
      played.run(100)
      const movedAtMs = played.now()
      takeOver(lb2, [client1, client2], movedAtMs)
      played.run(8_000)
      expect(played.of('vip-failover')).toHaveLength(1)
      expect(played.firstOf('vip-failover')! - movedAtMs).toBeLessThan(1_000)
      expect(played.of('split-vip')).toEqual([])
    }
  })
})

describe('addresses that are many hosts’ own', () => {
  it('are no VIPs: container bridges, direct routing, a new network card, renewed entries', () => {
    const hosts = ['a', 'b', 'c'].map((name, at) => scriptedHost(name, 31 + at))
    const bridge = {
      name: 'docker0',
      mac: '02:42:00:00:00:01',
      up: true,
      carrier: false,
      loopback: false,
      type: 'bridge',
    }
    for (const host of hosts.slice(0, 2)) {
      host.links.push(bridge)
      host.addresses.push(
        { ...held('172.17.0.1', 16), link: 'docker0' },
        { ...held('10.0.0.200'), link: 'lo' },
      )
    }
    believe(hosts[0]!, 0, '10.0.0.33', hosts[2]!.mac)
    hosts[0]!.changes = []
    const played = playSite(hosts)
    played.run(3_000)
    hosts[2]!.links.push({ ...bridge, mac: '02:42:00:00:00:02' })
    const bridged = { ...held('172.17.0.1', 16), link: 'docker0' }
    hosts[2]!.addresses.push(bridged)
    hosts[2]!.changes.push({ what: 'address', atMs: played.now(), from: null, to: bridged })
    believe(hosts[0]!, played.now(), '10.0.0.33', '02:00:00:00:99:99')
    played.run(3_000)
    take(hosts[1]!, played.now(), '10.0.0.77')
    setLink(hosts[1]!, played.now(), true)
    played.run(5_000)
    expect(played.kinds()).toEqual([])
    expect(played.witnesses().vips()).toEqual([])
  })
})
