import { expect, test } from 'vitest'
import { judgeSockets, type LookedAt, type Role } from './judge-sockets.ts'
import type { ProcSocket } from './read-proc-tcp.ts'

const socket = (local: string, remote: string, more: Partial<ProcSocket> = {}): ProcSocket => ({
  ...{ local, remote, state: 'established', retransmitting: false, tries: 0, sendQueue: 0 },
  ...more,
})
const VIP = '10.0.0.100:80'
const CLIENT = '10.0.0.51:40000'

function site(hosts: Record<string, ProcSocket[]>, owners: string[], cut: string[] = []): LookedAt {
  const roles: [string, Role][] = [
    ['lb1', 'load-balancer'],
    ['lb2', 'load-balancer'],
    ['web1', 'server'],
    ['client1', 'client'],
  ]
  return {
    hosts: new Map(Object.entries(hosts)),
    roles: new Map(roles),
    hostOf: new Map([
      ['10.0.0.11', 'lb1'],
      ['10.0.0.51', 'client1'],
    ]),
    owners: new Map([['10.0.0.100', owners.filter((one) => !cut.includes(one))]]),
    reachable: (host) => !cut.includes(host),
  }
}

test('a connection that both ends know is healthy', () => {
  const judged = judgeSockets(site({ client1: [socket(CLIENT, VIP)], lb1: [socket(VIP, CLIENT)] }, ['lb1']))
  expect(judged).toEqual({ phantoms: [], blackholes: [], orphans: [], clientless: [] })
})

test('a client whose address has moved away is a phantom, though the former owner remembers it', () => {
  const both = { client1: [socket(CLIENT, VIP)], lb1: [socket(VIP, CLIENT)], lb2: [] }
  expect(judgeSockets(site(both, ['lb2'])).phantoms).toEqual([
    { host: 'client1', local: CLIENT, remote: VIP },
  ])
  // A frozen owner still holds the address, and nobody reaches it.
  expect(judgeSockets(site(both, ['lb1', 'lb2'], ['lb1'])).phantoms).toHaveLength(1)
})

test('twice retransmitted without an answer is a blackhole, once is not', () => {
  const tried = (tries: number) =>
    judgeSockets(
      site({ client1: [socket(CLIENT, VIP, { retransmitting: true, tries })], lb1: [socket(VIP, CLIENT)] }, [
        'lb1',
      ]),
    ).blackholes.length
  expect([tried(1), tried(2)]).toEqual([0, 1])
})

test("a server's connection from a load balancer that is gone, cut off or has forgotten it is an orphan", () => {
  const [server, lb] = ['10.0.0.31:80', '10.0.0.11:50000']
  const web1 = [socket(server, lb)]
  expect(judgeSockets(site({ web1, lb1: [socket(lb, server)] }, ['lb1'])).orphans).toEqual([])
  expect(judgeSockets(site({ web1, lb1: [socket(lb, server)] }, [], ['lb1'])).orphans).toHaveLength(1)
  expect(judgeSockets(site({ web1, lb1: [] }, ['lb1'])).orphans).toHaveLength(1)
})

test("a load balancer's connection from a client that has none is told apart", () => {
  const judged = judgeSockets(site({ client1: [], lb1: [socket(VIP, CLIENT)] }, ['lb1']))
  expect(judged.clientless).toEqual([{ host: 'lb1', local: VIP, remote: CLIENT }])
})

test('what a load balancer opened from its VIP is an orphan at the server once the VIP has moved', () => {
  const [local, remote] = ['10.0.0.21:8080', '10.0.0.100:40000']
  const both = {
    web1: [socket('0.0.0.0:8080', '0.0.0.0:0', { state: 'listen' }), socket(local, remote)],
    lb1: [socket(remote, local)],
    lb2: [],
  }
  expect(judgeSockets(site(both, ['lb1']))).toMatchObject({ orphans: [], phantoms: [] })
  expect(judgeSockets(site(both, ['lb2']))).toMatchObject({
    orphans: [{ host: 'web1', local, remote }],
    phantoms: [],
  })
})
