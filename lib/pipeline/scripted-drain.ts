/** A pool as its load balancer would tell of it second by second: for tests of drains, without any process. */

import type { ClaimKind } from '../model/claim.ts'
import type { Drain } from '../model/drain.ts'
import type { GracePeriod } from '../model/grace-period.ts'
import type { ServerReading, SessionsReading, StatsReading } from '../model/stats-reading.ts'
import { parseLine } from '../sources/parse-line.ts'
import { applyStats } from '../state/apply-stats.ts'
import { createWorld } from '../state/create-world.ts'
import { createDrains, type KeptDrains } from './drains.ts'

export const START_MS = Date.UTC(2026, 10, 21, 12)
const NO_CHECK = {
  ...{ status: null, running: false, code: null, durationMs: null, description: null },
  ...{ lastText: null, rise: null, fall: null, health: null },
}

export type ScriptedServer = {
  name: string
  kind: ClaimKind
  changedAtMs: number
  /** Where its sessions began, by client. */
  open: Map<string, { startedAtMs: number; bytes: number }>
  total: number
}

const words: Partial<Record<ClaimKind, string>> = { up: 'UP', drain: 'DRAIN', maint: 'MAINT', down: 'DOWN' }

/** `lastchg`: both moments are cut to whole seconds first. */
const wholeS = (fromMs: number, toMs: number) => Math.floor(toMs / 1000) - Math.floor(fromMs / 1000)

function rowOf(server: ScriptedServer, nowMs: number): ServerReading {
  const sinceChangeS = wholeS(server.changedAtMs, nowMs)
  const claim = { status: words[server.kind] ?? 'UP', kind: server.kind, rising: null, by: null, via: null }
  const counters = { sessionsTotal: server.total } as ServerReading['counters']
  const gauges = { sessions: server.open.size } as ServerReading['gauges']
  return {
    ...{ pool: 'chat', server: server.name, claim, sinceChangeS, downtimeS: null, weight: 1 },
    ...{ userWeight: 1, active: true, backup: false, check: NO_CHECK, agent: NO_CHECK, tracked: null },
    ...{ throttlePercent: null, address: '10.0.1.1:22', cookie: null, mode: 'tcp', counters, gauges },
  }
}

const two = (value: number) => String(value).padStart(2, '0')
/** As HAProxy dates it, in UTC. */
function dated(atMs: number): string {
  const at = new Date(atMs)
  const ms = String(at.getUTCMilliseconds()).padStart(3, '0')
  return `21/Nov/2026:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}.${ms}`
}

export function playDrain(names: string[] = ['web1', 'web2'], kept: KeptDrains | null = null) {
  const world = createWorld()
  const drains = createDrains(world, () => {})
  if (kept) drains.seed(kept)
  const servers = new Map<string, ScriptedServer>()
  let nowMs = kept ? kept.atMs + 1_000 : START_MS
  for (const name of names)
    servers.set(name, { name, kind: 'up', changedAtMs: nowMs, open: new Map(), total: 0 })
  let clients = kept ? 50_000 : 40_000

  function look(listed: boolean) {
    const from = { source: 'poll', loadBalancer: 'lb1', worker: null, atMs: nowMs }
    const reading: StatsReading = {
      ...{ kind: 'stats', ...from, frontends: [], pools: [] },
      servers: [...servers.values()].map((server) => rowOf(server, nowMs)),
    }
    applyStats(world, reading)
    const sessions: SessionsReading['sessions'] = [...servers.values()].flatMap((server) =>
      [...server.open].map(([client, { startedAtMs, bytes }]) => ({
        ...{ client, listener: '10.0.0.100:22', pool: 'chat', server: server.name },
        ...{ local: '10.0.0.1:1', remote: '10.0.1.1:22', startedAtMs, startedErrorMs: 1 },
        ...{ bytesIn: bytes, bytesOut: bytes },
      })),
    )
    if (listed) drains.takeSessions({ kind: 'sessions', ...from, sessions })
    drains.advance(nowMs)
  }

  return {
    world,
    drains,
    now: () => nowMs,
    server: (name: string) => servers.get(name)!,
    set(name: string, kind: ClaimKind) {
      Object.assign(servers.get(name)!, { kind, changedAtMs: nowMs })
    },
    /** Opens so many sessions; answers with their clients. */
    open(name: string, count: number, address = '10.0.0.9'): string[] {
      const server = servers.get(name)!
      return Array.from({ length: count }, () => {
        const client = `${address}:${clients++}`
        server.total++
        server.open.set(client, { startedAtMs: nowMs, bytes: 1 })
        return client
      })
    },
    /** One that came and went between two looks. */
    pass(name: string) {
      servers.get(name)!.total++
    },
    /** Bytes move on all of its sessions. */
    move(name: string) {
      for (const session of servers.get(name)!.open.values()) session.bytes++
    },
    /** Ends a session; with its line in the log unless there is none. */
    end(name: string, client: string, termination: string | null = '--', pid = 7) {
      const server = servers.get(name)!
      const { startedAtMs } = server.open.get(client)!
      server.open.delete(client)
      if (termination === null) return
      const line = `<134>Nov 21 12:00:00 haproxy[${pid}]: ${client} [${dated(startedAtMs)}] fe chat/${name} 1/0/${nowMs - startedAtMs} 100 ${termination} 2/2/1/1/0 0/0`
      const parsed = parseLine(line, { nowMs })
      if (!parsed.ok) throw new Error(parsed.reason)
      const { ok: _, ...record } = parsed
      const reading = { kind: 'log' as const, source: 'log', loadBalancer: 'lb1', atMs: nowMs, record }
      drains.takeLog({ ...reading, shifted: false }, 'lb1', null)
    },
    announce(told: Partial<GracePeriod>) {
      const none = { loadBalancer: null, pool: null, server: null, address: null }
      const base = {
        kind: 'grace-period' as const,
        source: 'ingest',
        atMs: nowMs,
        endsAtMs: nowMs,
        by: 'test',
      }
      return drains.announce({ ...none, ...base, ...told })
    },
    /** Lets time pass; `each` is called before every look. */
    run(seconds: number, each: (second: number) => void = () => {}, listed = true) {
      for (let second = 0; second < seconds; second++) {
        nowMs += 1_000
        each(second)
        look(listed)
      }
    },
    drain: (name: string): Drain | undefined =>
      [...(world.loadBalancers.get('lb1')?.drains?.values() ?? [])]
        .filter((drain) => drain.server === name)
        .sort((a, b) => b.startedAtMs - a.startedAtMs)[0],
  }
}

/** Sessions of 4 s on both servers, one a second each: what this pool is used to. */
export function withLifetimes(play: ReturnType<typeof playDrain>, seconds = 40, log: string | null = '--') {
  const open: { name: string; client: string; atS: number }[] = []
  play.run(seconds, (second) => {
    for (const name of ['web1', 'web2']) open.push({ name, client: play.open(name, 1)[0]!, atS: second })
    while (open[0] && open[0].atS <= second - 4) {
      const { name, client } = open.shift()!
      play.end(name, client, log)
    }
  })
  for (const { name, client } of open) play.end(name, client, log)
}
