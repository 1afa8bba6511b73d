/** Which connections of a look are not what one end takes them for, by both kernels' own tables. */

import type { ProcSocket } from './read-proc-tcp.ts'

export type Role = 'load-balancer' | 'server' | 'client' | 'bastion' | 'database'
export type SocketName = { host: string; local: string; remote: string }
export type JudgedSockets = {
  /** Established at a client, absent at every reachable host that holds the VIP. */
  phantoms: SocketName[]
  /** Retransmitting without an answer, twice or more. */
  blackholes: SocketName[]
  /** Established at a server, absent at the load balancer it came from, or that one is out of reach. */
  orphans: SocketName[]
  /** The same at a load balancer: its client is gone. Right to report, but nobody waits for it. */
  clientless: SocketName[]
}
export const SOCKET_CLASSES = ['phantoms', 'blackholes', 'orphans', 'clientless'] as const

export type LookedAt = {
  hosts: Map<string, ProcSocket[]>
  roles: Map<string, Role>
  /** Own address → host. */
  hostOf: Map<string, string>
  /** VIP → the hosts that hold it and can be reached. */
  owners: Map<string, string[]>
  reachable: (host: string) => boolean
}

export const MIN_TRIES = 2
export const addressOf = (endpoint: string) => endpoint.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')
const portOf = (endpoint: string) => endpoint.slice(endpoint.lastIndexOf(':') + 1)
export const socketKey = (one: SocketName) => `${one.host} ${one.local} ${one.remote}`

export function judgeSockets({ hosts, roles, hostOf, owners, reachable }: LookedAt): JudgedSockets {
  const judged: JudgedSockets = { phantoms: [], blackholes: [], orphans: [], clientless: [] }
  const vips = new Set(owners.keys())
  const has = (host: string, local: string, remote: string) =>
    hosts.get(host)?.some((one) => one.local === local && one.remote === remote) ?? false
  const listensOn = (host: string, port: string) =>
    hosts.get(host)?.some((one) => one.state === 'listen' && portOf(one.local) === port) ?? false
  for (const [host, sockets] of hosts)
    for (const { local, remote, state, retransmitting, tries } of sockets) {
      if (state !== 'established') continue
      const name = { host, local, remote }
      const role = roles.get(host)
      const holders = owners.get(addressOf(remote))
      const client = role === 'load-balancer' ? hostOf.get(addressOf(remote)) : undefined
      if (client && vips.has(addressOf(local)) && !has(client, remote, local)) judged.clientless.push(name)
      if (holders && role !== 'load-balancer') {
        const held = holders.some((owner) => has(owner, remote, local))
        // A load balancer called from its VIP.
        if (role === 'server' && listensOn(host, portOf(local))) {
          if (!held) judged.orphans.push(name)
        } else if (retransmitting && tries >= MIN_TRIES) judged.blackholes.push(name)
        else if (!held) judged.phantoms.push(name)
      } else if (role === 'server' || role === 'bastion') {
        const opener = hostOf.get(addressOf(remote))
        if (!opener || roles.get(opener) !== 'load-balancer') continue
        if (!reachable(opener) || !has(opener, remote, local)) judged.orphans.push(name)
      }
    }
  return judged
}
