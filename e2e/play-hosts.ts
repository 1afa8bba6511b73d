/** Hosts that only exist on the wire: what their agents would say of an address that moves, pushed as agents push it. */

import type { HostReport, NeighbourReading, SocketReading, TerminalReading } from '#lib/model/host-report'

export const VIP = '10.0.0.100'
const MACS: Record<string, string> = {
  lb1: '02:00:00:00:00:01',
  lb2: '02:00:00:00:00:02',
  client1: '02:00:00:00:00:11',
  client2: '02:00:00:00:00:12',
}
const ADDRESSES: Record<string, string> = {
  lb1: '10.0.0.1',
  lb2: '10.0.0.2',
  client1: '10.0.0.11',
  client2: '10.0.0.12',
}
const BEAT_MS = 500
const PORT = 443

type PlayedHost = {
  holds: boolean
  carrier: boolean
  /** Who holds the address, as this host's neighbour table has it. */
  believes: string | null
  sockets: SocketReading[]
  terminals: TerminalReading[]
}

export type PlayedHosts = {
  hosts: Record<string, PlayedHost>
  /** lb1 loses its link, lb2 takes the address; client1 learns of it, client2 does not. */
  failover: () => void
  /** What the dashboard refused, if it did. */
  refused: string[]
  stop: () => Promise<void>
}

function socket(local: string, remote: string, process: string): SocketReading {
  return {
    ...{ local, remote, state: 'established', sendQueue: 0, receiveQueue: 0, timer: null },
    detail: {
      ...{ backoff: 0, unacked: 0, lastSentMs: 4_000, lastReceivedMs: 4_000, lastAckMs: 4_000 },
      ...{ rttMs: 0.2, rtoMs: 204, retransmits: 0, bytesSent: 900, bytesReceived: 4_000 },
    },
    process: { pid: 4242, command: process },
  }
}

/** Somebody looks at the prompt of a database, through the address. */
function terminal(tty: string, waitsFor: string): TerminalReading {
  const command = { pid: 4242, command: 'psql', arguments: null, startedAtMs: null, state: 'S' }
  return {
    ...{ tty, user: null, commands: [{ ...command, sockets: [waitsFor] }], carriedBy: null },
    ...{ lastOutputAtMs: null, lastInputAtMs: null },
  }
}

function startingHosts(): Record<string, PlayedHost> {
  const host = (part: Partial<PlayedHost> = {}): PlayedHost => ({
    ...{ holds: false, carrier: true, believes: null, sockets: [], terminals: [] },
    ...part,
  })
  const hosts: Record<string, PlayedHost> = {
    lb1: host({ holds: true }),
    lb2: host({ believes: 'lb1' }),
    client1: host({ believes: 'lb1' }),
    client2: host({ believes: 'lb1' }),
  }
  for (const client of ['client1', 'client2'])
    for (let i = 0; i < 3; i++) {
      const own = `${ADDRESSES[client]}:${40_000 + i}`
      hosts[client]!.sockets.push(socket(own, `${VIP}:${PORT}`, 'psql'))
      hosts.lb1!.sockets.push(socket(`${VIP}:${PORT}`, own, 'haproxy'))
    }
  hosts.client1!.terminals.push(terminal('pts/3', `${ADDRESSES.client1}:40000 ${VIP}:${PORT}`))
  return hosts
}

function reportOf(name: string, host: PlayedHost, seq: number, nowMs: number): HostReport {
  const neighbours: NeighbourReading[] = host.believes
    ? [{ address: VIP, link: 'eth0', mac: MACS[host.believes]!, state: 'stale' }]
    : []
  const held = (address: string, prefixLength: number) => ({
    ...{ address, prefixLength, link: 'eth0', scope: 'global' as const, usable: true },
  })
  const balancer = name.startsWith('lb')
  return {
    ...{ kind: 'host', host: name, session: `${name}-played`, seq, keptFrom: 1, atMs: nowMs },
    clock: { offsetMs: 0.4, errorMs: 0.8 },
    hello: {
      ...{ version: '0.1.0', kernel: '6.1.0', intervalMs: BEAT_MS },
      lacks: balancer
        ? []
        : [{ what: 'other users’ terminals', why: 'runs as an ordinary user; only its own are seen' }],
      settings: {
        ...{ keepaliveTimeS: 7200, keepaliveIntervalS: 75, keepaliveProbes: 9, retries2: 15, synRetries: 6 },
      },
    },
    links: [
      {
        ...{ name: 'eth0', mac: MACS[name]!, up: true, carrier: host.carrier, loopback: false, type: null },
      },
    ],
    addresses: [held(ADDRESSES[name]!, 24), ...(host.holds ? [held(VIP, 32)] : [])],
    neighbours,
    routes: [],
    sockets: {
      ...{ atMs: nowMs - 3, endedAtMs: nowMs - 1, full: true, put: host.sockets, gone: [] },
      ...{ total: host.sockets.length, sampled: 1 },
    },
    listens: balancer ? [`*:${PORT}`] : [],
    processes: [],
    vrrp: balancer
      ? [
          {
            ...{ instance: 'vi_1', link: 'eth0', routerId: 51, priority: name === 'lb1' ? 150 : 100 },
            ...{ advertMs: 1000, addresses: [VIP], state: host.holds ? 'master' : 'backup' },
          },
        ]
      : [],
    terminals: host.terminals,
  }
}

/** Reports of every host twice a second, until stopped. */
export function playHosts(url: string, token: string): PlayedHosts {
  const hosts = startingHosts()
  const refused: string[] = []
  let seq = 0
  let sending: Promise<void> = Promise.resolve()
  async function beat() {
    seq++
    const nowMs = Date.now()
    const lines = Object.entries(hosts).map(([name, host]) =>
      JSON.stringify(reportOf(name, host, seq, nowMs)),
    )
    const answer = await fetch(`${url}/api/v1/ingest`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
      body: `${lines.join('\n')}\n`,
    })
    const body = (await answer.json()) as { rejected?: { reason: string }[] }
    if (!answer.ok) refused.push(JSON.stringify(body))
    for (const each of body.rejected ?? []) refused.push(each.reason)
  }
  const tick = () => {
    sending = sending.then(beat).catch((error) => {
      refused.push(String(error))
    })
  }
  tick()
  const timer = setInterval(tick, BEAT_MS)
  return {
    hosts,
    refused,
    failover() {
      const { lb1, lb2, client1 } = hosts
      Object.assign(lb1!, { carrier: false, holds: false })
      Object.assign(lb2!, { holds: true, believes: null })
      Object.assign(client1!, { believes: 'lb2' })
    },
    async stop() {
      clearInterval(timer)
      await sending
    },
  }
}
