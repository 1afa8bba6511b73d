/** A failover through the whole path: reports of hosts in, one incident out. */

import { describe, expect, it } from 'vitest'
import { connect, playSite } from './play-site.ts'
import { believe, release, type ScriptedHost, scriptedHost, setLink, take } from './scripted-site.ts'

const VIP = '10.0.0.100'
const SERVICE = `${VIP}:443`

function site() {
  const lb1 = scriptedHost('lb1', 11)
  const lb2 = scriptedHost('lb2', 12)
  const client1 = scriptedHost('client1', 1)
  const client2 = scriptedHost('client2', 2)
  const web1 = scriptedHost('web1', 21)
  lb1.addresses.push({ ...lb1.addresses[0]!, address: VIP, prefixLength: 32 })
  for (const [lb, priority] of [
    [lb1, 100],
    [lb2, 90],
  ] as const) {
    lb.listens = [SERVICE]
    lb.vrrp = [
      {
        instance: 'VI_1',
        link: 'eth0',
        routerId: 51,
        priority,
        advertMs: 1000,
        addresses: [VIP],
        state: lb === lb1 ? 'master' : 'backup',
      },
    ]
  }
  for (const client of [client1, client2]) believe(client, 0, VIP, lb1.mac)
  for (const host of [client1, client2]) host.changes = []
  web1.listens = ['*:80']
  return { lb1, lb2, client1, client2, web1 }
}

function moveTo(owner: ScriptedHost, clients: ScriptedHost[], atMs: number) {
  take(owner, atMs, VIP)
  for (const client of clients) believe(client, atMs + 5, VIP, owner.mac)
}

describe('a failover by a cut link, agents out of band', () => {
  const hosts = site()
  const { lb1, lb2, client1, client2, web1 } = hosts
  const played = playSite(Object.values(hosts))
  for (const port of [50001, 50002, 50003]) connect(client1, port, lb1, SERVICE)
  connect(client2, 50004, lb1, SERVICE)
  connect(lb1, 40001, web1, '10.0.0.21:80')
  played.run(5_000)
  const quiet = played.kinds()
  setLink(lb1, played.now(), false)
  release(lb1, played.now(), VIP)
  played.run(3_200)
  const movedAtMs = played.now()
  moveTo(lb2, [client1, client2], movedAtMs)
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
    expect(phantoms!.connections.map((one) => one.local).sort()).toEqual([
      '10.0.0.1:50001',
      '10.0.0.1:50002',
      '10.0.0.1:50003',
      '10.0.0.2:50004',
    ])
    expect(played.firstOf('phantom-connections')! - movedAtMs).toBeLessThan(2_500)
  })
  it('finds what the dead load balancer left at the server', () => {
    expect(
      played.of('orphan-connections').flatMap((one) => one.connections.map((c) => `${c.host} ${c.remote}`)),
    ).toEqual(['web1 10.0.0.11:40001'])
  })
  it('is one incident with the move as its cause', () => {
    expect(
      [...played.incidents.values()].map((one) => [one.kind, one.rootCause.subject.id, one.rootCause.reason]),
    ).toEqual([['vip-failover', VIP, 'lb1 lost its link eth0']])
    expect(played.kinds()).toEqual(['orphan-connections', 'phantom-connections', 'vip-failover'])
  })
})
