/** Two load balancers with one VIP, two clients and a server, for tests. */

import { connect } from './play-site.ts'
import { believe, held, release, type ScriptedHost, scriptedHost, setLink, take } from './scripted-site.ts'

export const VIP = '10.0.0.100'
export const SERVICE = `${VIP}:443`

export type Pair = Record<'lb1' | 'lb2' | 'client1' | 'client2' | 'web1', ScriptedHost>

type Given = Partial<Record<keyof Pair, Partial<ScriptedHost>>>

export function scriptedPair(given: Given = {}): Pair {
  const lb1 = scriptedHost('lb1', 11, given.lb1)
  const lb2 = scriptedHost('lb2', 12, given.lb2)
  const client1 = scriptedHost('client1', 1, given.client1)
  const client2 = scriptedHost('client2', 2, given.client2)
  const web1 = scriptedHost('web1', 21, given.web1)
  lb1.addresses.push(held(VIP))
  const instance = { instance: 'VI_1', link: 'eth0', routerId: 51, advertMs: 1000, addresses: [VIP] }
  lb1.vrrp = [{ ...instance, priority: 100, state: 'master' }]
  lb2.vrrp = [{ ...instance, priority: 90, state: 'backup' }]
  for (const lb of [lb1, lb2]) {
    lb.listens = [SERVICE]
    const process = { parentPid: 1, state: 'S', startedAtMs: null, listens: null, connections: null }
    lb.processes = [
      { pid: 101, command: 'haproxy', ...process },
      { pid: 102, command: 'keepalived', ...process },
    ]
  }
  web1.listens = ['*:80']
  for (const client of [client1, client2]) {
    for (const lb of [lb1, lb2]) believe(client, 0, lb.addresses[0]!.address, lb.mac)
    believe(client, 0, VIP, lb1.mac)
  }
  for (const port of [50001, 50002, 50003]) connect(client1, port, lb1, SERVICE)
  connect(client2, 50004, lb1, SERVICE)
  connect(lb1, 40001, web1, '10.0.0.21:80')
  return { lb1, lb2, client1, client2, web1 }
}

export function cutLink(lb: ScriptedHost, atMs: number, agent: ScriptedHost['agent'] = 'on'): void {
  setLink(lb, atMs, false)
  release(lb, atMs, VIP)
  lb.agent = agent
}

/** It takes the address and its gratuitous ARP reaches those named. */
export function takeOver(owner: ScriptedHost, neighbours: ScriptedHost[], atMs: number): void {
  take(owner, atMs, VIP)
  for (const one of neighbours) believe(one, atMs + 3, VIP, owner.mac)
}

/** It retransmits without an answer since then, as the kernel's doubling timer has it by now. */
export function retransmit(host: ScriptedHost, key: string, sinceMs: number, nowMs: number): void {
  const socket = host.sockets.get(key)
  if (socket === undefined) return
  let tries = 0
  let nextMs = sinceMs + 200
  for (let timeout = 400; nextMs <= nowMs; timeout *= 2) {
    tries++
    nextMs += timeout
  }
  const timer = { kind: 'retransmit' as const, expiresInMs: nextMs - nowMs, tries }
  host.sockets.set(key, { ...socket, sendQueue: 100, timer: tries === 0 ? { ...timer, tries: 0 } : timer })
}
