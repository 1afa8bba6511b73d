import { describe, expect, test } from 'vitest'
import { afterMove, believes, finding, holds, host, lost, MACS, T0, VIP } from './fixtures/failover-hosts.ts'
import { toVipView, toVipViews } from './to-vip-view.ts'
import { vipAddresses } from './vip-addresses.ts'

const fresh = () => true

describe('who holds an address', () => {
  test('after a move: the new owner, the former one, and who still sends to it', () => {
    const view = toVipView(VIP, afterMove(), fresh)
    expect(view.owners).toMatchObject([{ host: 'lb2', mac: MACS.lb2, sinceMs: T0 + 10, fresh: true }])
    expect(view.formerOwner).toEqual({ host: 'lb1', untilMs: T0, errorMs: 2 })
    expect(view.believers).toMatchObject([
      { host: 'client2', means: 'lb1', agrees: false },
      { host: 'client1', means: 'lb2', agrees: true },
    ])
    expect(view).toMatchObject({
      moves: 1,
      verdict: 'lying',
      reason: 'lb2 holds it; client2 still sends to lb1.',
    })
  })

  test('two that hold it at once are a lie, whatever the neighbours believe', () => {
    const both = afterMove().map((each) =>
      each.name === 'lb1' ? { ...each, addresses: holds(T0 - 9), lost: new Map() } : each,
    )
    expect(toVipView(VIP, both, fresh)).toMatchObject({
      verdict: 'lying',
      reason: 'lb2 and lb1 both hold it.',
    })
  })

  test('a silent host that held it is its former owner, not a second one', () => {
    const [, lb2, client1] = afterMove()
    const silent = host('lb1', MACS.lb1, { addresses: holds(T0 - 60_000) })
    const view = toVipView(VIP, [silent, lb2!, client1!], (each) => each.name !== 'lb1')
    expect(view).toMatchObject({
      verdict: 'agrees',
      reason: 'lb2 holds it; the one neighbour agrees.',
      formerOwner: { host: 'lb1', untilMs: T0 + 10 },
    })
    expect(toVipView(VIP, [silent, client1!], (each) => each.name !== 'lb1')).toMatchObject({
      verdict: 'unknown',
      reason: 'lb1 held it when last heard.',
    })
  })

  test('an address on a link without carrier serves nobody', () => {
    const cut = host('lb1', MACS.lb1, { addresses: holds(T0 - 60_000) })
    cut.links.set('eth0', { ...cut.links.get('eth0')!, carrier: false })
    expect(toVipView(VIP, [cut, ...afterMove().slice(1, 3)], fresh)).toMatchObject({
      owners: [{ host: 'lb2' }],
      verdict: 'agrees',
    })
  })

  test('what a host said before the move is no word on the owner since', () => {
    const [lb1, lb2] = afterMove()
    const late = host('client2', MACS.client1, {
      reportAtMs: T0 - 200,
      neighbours: believes(MACS.lb1, T0 - 9_000),
    })
    expect(toVipView(VIP, [lb1!, lb2!, late], fresh)).toMatchObject({
      believers: [],
      verdict: 'agrees',
      reason: 'lb2 holds it; no other host has an entry for it.',
    })
  })

  test('a MAC that both load balancers have means the one that holds the address', () => {
    const shared = '00:00:5e:00:01:33'
    const [lb1, lb2] = [
      host('lb1', shared, { lost: lost(T0) }),
      host('lb2', shared, { addresses: holds(T0) }),
    ]
    const client = host('client1', MACS.client1, { neighbours: believes(shared, T0 - 9_000) })
    expect(toVipView(VIP, [lb1, lb2, client], fresh).believers).toMatchObject([
      { means: 'lb2', agrees: true },
    ])
  })
})

describe('which addresses move', () => {
  test('those that VRRP names, that changed hands, that two hold, or that a finding speaks of', () => {
    const vrrp = {
      ...{ instance: 'vi', link: 'eth0', routerId: 1, priority: 100, advertMs: 1000 },
      ...{ addresses: ['10.0.0.50/24'], state: 'backup' as const },
    }
    expect(vipAddresses([host('lb1', MACS.lb1, { vrrp: [vrrp] })], [])).toEqual(['10.0.0.50'])
    expect(vipAddresses(afterMove(), [])).toEqual([VIP])
    expect(vipAddresses([], [finding('split-vip')])).toEqual([VIP])
  })

  test('not the same private address on bridges that nobody else can reach', () => {
    const docker = () => holds(T0, '172.17.0.1')
    const hosts = [host('a', MACS.lb1, { addresses: docker() }), host('b', MACS.lb2, { addresses: docker() })]
    expect(vipAddresses(hosts, [])).toEqual([])
  })

  test('the lying one comes first', () => {
    const quiet = {
      ...{ instance: 'vi', link: 'eth0', routerId: 1, priority: 100, advertMs: 1000 },
      ...{ addresses: ['10.0.0.50'], state: 'backup' as const },
    }
    const hosts = [...afterMove(), host('lb3', MACS.client1, { vrrp: [quiet] })]
    expect(toVipViews(hosts, [], fresh).map((each) => [each.address, each.verdict])).toEqual([
      [VIP, 'lying'],
      ['10.0.0.50', 'unknown'],
    ])
  })
})
