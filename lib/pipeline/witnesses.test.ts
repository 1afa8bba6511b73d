/** A failover through the whole path: reports of hosts in, one incident out. */

import { describe, expect, it } from 'vitest'
import type { SocketDetail } from '../model/host-report.ts'
import { connect, playSite } from './play-site.ts'
import { cutLink, SERVICE, scriptedPair, takeOver, VIP } from './scripted-pair.ts'
import { release } from './scripted-site.ts'

const PHANTOMS = ['10.0.0.1:50001', '10.0.0.1:50002', '10.0.0.1:50003', '10.0.0.2:50004']

describe('a failover by a cut link, agents out of band', () => {
  const hosts = scriptedPair()
  const { lb1, lb2, client1, client2 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  const quiet = played.kinds()
  cutLink(lb1, played.now())
  played.run(3_200)
  const movedAtMs = played.now()
  takeOver(lb2, [client1, client2], movedAtMs)
  connect(client1, 50010, lb2, SERVICE)
  played.run(8_000)

  it('says nothing before', () => expect(quiet).toEqual([]))
  it('finds the failover within a second of the address being there', () => {
    expect(played.of('vip-failover')).toHaveLength(1)
    expect(played.firstOf('vip-failover')! - movedAtMs).toBeLessThan(300)
    expect(played.of('vip-failover')[0]!.facts.reason).toBe('lb1 lost its link eth0')
  })
  it('lists every phantom and no healthy connection within three seconds', () => {
    const [phantoms, ...others] = played.of('phantom-connections')
    expect(others).toEqual([])
    expect(phantoms!.connections.map((one) => one.local).sort()).toEqual(PHANTOMS)
    expect(played.firstOf('phantom-connections')! - movedAtMs).toBeLessThan(2_500)
  })
  it('finds what the dead load balancer left at the server', () => {
    const orphans = played.of('orphan-connections').flatMap((one) => one.connections)
    expect(orphans.map((one) => `${one.host} ${one.remote}`)).toEqual(['web1 10.0.0.11:40001'])
  })
  it('is one incident with the move as its cause', () => {
    const told = [...played.incidents.values()].map((one) => [
      one.kind,
      one.rootCause.subject.id,
      one.rootCause.reason,
    ])
    expect(told).toEqual([['vip-failover', VIP, 'lb1 lost its link eth0']])
    expect(played.kinds()).toEqual(['orphan-connections', 'phantom-connections', 'vip-failover'])
  })
})

describe('the same with the agent on the link that is cut', () => {
  const hosts = scriptedPair()
  const { lb1, lb2, client1, client2 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  cutLink(lb1, played.now(), 'cut-off')
  played.run(3_200)
  const movedAtMs = played.now()
  takeOver(lb2, [client1, client2], movedAtMs)
  played.run(8_000)
  const during = [...played.incidents.values()]

  it('is one incident, the silence under it', () => {
    expect(during).toHaveLength(1)
    expect(during[0]!.kind).toBe('vip-failover')
    expect(during[0]!.rootCause.reason).toMatch(/lb1 fell silent/)
    expect(played.kinds()).toEqual([
      'orphan-connections',
      'phantom-connections',
      'source-gap',
      'vip-failover',
    ])
    expect(played.firstOf('vip-failover')! - movedAtMs).toBeLessThan(1_000)
    expect(played.firstOf('phantom-connections')! - movedAtMs).toBeLessThan(3_000)
  })
  it('knows the reason once the agent is heard again, and it is no split', () => {
    played.run(50_000)
    lb1.agent = 'on'
    played.run(5_000)
    expect([...played.incidents.keys()]).toEqual(during.map((one) => one.id))
    expect([...played.incidents.values()][0]!.rootCause.reason).toBe('lb1 lost its link eth0')
    expect(played.of('split-vip')).toEqual([])
    expect(played.of('vip-failover')).toHaveLength(1)
  })
})

describe('the dashboard is restarted in the middle of it', () => {
  const hosts = scriptedPair()
  const { lb1, lb2, client1, client2 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  cutLink(lb1, played.now())
  played.run(3_200)
  takeOver(lb2, [client1, client2], played.now())
  played.run(2_500)
  const before = [...played.incidents.keys()]
  const ids = [...played.found.keys()]
  played.restart(4_000)
  played.run(30_000)

  it('goes on with the same incident and the same findings', () => {
    expect([...played.incidents.keys()]).toEqual(before)
    for (const id of ids) expect(played.found.has(id)).toBe(true)
    expect(played.of('vip-failover')).toHaveLength(1)
    expect(played.of('phantom-connections')).toHaveLength(1)
    expect(played.of('phantom-connections')[0]).toMatchObject({ endedAtMs: null, connectionsTotal: 4 })
    expect(played.kinds()).toEqual(['orphan-connections', 'phantom-connections', 'vip-failover'])
  })
})

const QUIET: SocketDetail = {
  ...{ backoff: 0, unacked: 0, lastSentMs: 20_000, lastReceivedMs: 20_000, lastAckMs: null },
  ...{ rttMs: 1, rtoMs: 201, retransmits: 0, bytesSent: 10, bytesReceived: 10 },
}

describe('the dashboard is killed before the address has moved, and comes back after', () => {
  const hosts = scriptedPair()
  const { lb1, lb2, client1, client2, web1 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(5_000)
  cutLink(lb1, played.now())
  played.run(1_300)
  for (const [key, socket] of web1.sockets) web1.sockets.set(key, { ...socket, detail: QUIET })
  played.restart(1_500)
  takeOver(lb2, [client1, client2], played.now())
  played.run(15_000)

  it('knows why it moved, and whom it left behind', () => {
    expect(played.kinds()).toEqual(['orphan-connections', 'phantom-connections', 'vip-failover'])
    expect(played.of('vip-failover')[0]!.facts.reason).toBe('lb1 lost its link eth0')
    expect(played.incidents.size).toBe(1)
  })
})

describe('a planned move and back, with nobody connected', () => {
  const hosts = scriptedPair()
  const { lb1, lb2, client1, client2 } = hosts
  for (const host of Object.values(hosts)) host.sockets.clear()
  const played = playSite(Object.values(hosts))
  played.run(4_000)
  lb2.vrrp = [{ ...lb2.vrrp[0]!, priority: 150 }]
  release(lb1, played.now(), VIP)
  played.run(100)
  takeOver(lb2, [client1, client2], played.now())
  played.run(20_000)
  lb2.vrrp = [{ ...lb2.vrrp[0]!, priority: 90 }]
  release(lb2, played.now(), VIP)
  played.run(100)
  takeOver(lb1, [client1, client2], played.now())
  played.run(20_000)

  it('is news and no failure', () => {
    expect(played.kinds()).toEqual(['vip-failover'])
    expect(played.of('vip-failover').map((one) => one.severity)).toEqual(['info', 'info'])
    expect([...played.incidents.values()].every((one) => one.endedAtMs !== null)).toBe(true)
  })
})

describe('a planned move of which the former owner tells late', () => {
  const hosts = scriptedPair({ lb1: { latencyMs: 1_600 } })
  const { lb1, lb2, client1, client2 } = hosts
  for (const host of Object.values(hosts)) host.sockets.clear()
  const played = playSite(Object.values(hosts))
  played.run(4_000)
  lb2.vrrp = [{ ...lb2.vrrp[0]!, priority: 150 }]
  release(lb1, played.now(), VIP)
  takeOver(lb2, [client1, client2], played.now())
  const said = new Set<string>()
  for (let ms = 0; ms < 8_000; ms += 50) {
    played.run(50)
    for (const { severity, facts } of played.of('vip-failover')) said.add(`${severity}: ${facts.cause}`)
  }

  it('is no warning in between', () => {
    expect([...said]).toEqual(['info: pending', 'info: planned'])
  })
})
