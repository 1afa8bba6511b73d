/** Statistics → the world: claims, members, gauges and rates of one load balancer as one worker gave them. */

import type { LoadBalancer, World } from '../model/load-balancer.ts'
import type { Pool } from '../model/pool.ts'
import type { Server } from '../model/server.ts'
import type { CheckReading, PoolReading, ServerReading, StatsReading } from '../model/stats-reading.ts'
import { addWorkerNumbers } from './add-worker-numbers.ts'
import { type Changes, noChanges, poolKey, serverKey } from './changes.ts'
import { createPool, createServer, loadBalancerOf } from './create-world.ts'
import { fell } from './diff-counters.ts'
import { type Since, setClaim } from './set-claim.ts'
import { heardElsewhere, speaksFor } from './speaks-for.ts'

const workerOf = (reading: StatsReading) => reading.worker ?? ''

/** One counter that fell anywhere means a new process: what did not fall is no difference either. */
function workerRestarted(lb: LoadBalancer, reading: StatsReading): boolean {
  const worker = workerOf(reading)
  for (const row of reading.servers) {
    const before = lb.pools.get(row.pool)?.servers.get(row.server)?.counters.get(worker)
    if (before !== undefined && fell(before, row.counters)) return true
  }
  return reading.pools.some((row) => {
    const before = lb.pools.get(row.pool)?.counters.get(worker)
    return before !== undefined && fell(before, row.counters)
  })
}

/** `lastchg` is whole seconds, and does not move where checks only begin to fail or to pass. */
function sinceOf(server: Server, row: ServerReading, atMs: number): Since {
  const partway = row.claim.kind === 'going-down' || row.claim.kind === 'going-up'
  const first = server.claimSeenAtMs === 0
  if (row.sinceChangeS !== null && !(partway && !first)) {
    const sinceMs = atMs - row.sinceChangeS * 1000
    return {
      sinceMs: first ? sinceMs : Math.max(sinceMs, Math.min(server.claimSinceMs, atMs)),
      errorMs: 1_000,
    }
  }
  return { sinceMs: atMs, errorMs: first ? 0 : Math.max(0, atMs - server.claimSeenAtMs) }
}

function sameCheck(before: CheckReading | null, after: CheckReading): boolean {
  if (before === null) return false
  return (
    before.status === after.status &&
    before.code === after.code &&
    before.health === after.health &&
    before.description === after.description &&
    before.lastText === after.lastText
  )
}

function applyServer(
  server: Server,
  row: ServerReading,
  reading: StatsReading,
  withWords: boolean,
  restarted: boolean,
) {
  const { atMs } = reading
  let changed = false
  const speaks = withWords && speaksFor(server, workerOf(reading), row.claim.kind, atMs)
  // Whoever told of this server after this was asked for knows better.
  if (speaks && atMs >= server.claimSeenAtMs) {
    changed = setClaim(server, row.claim, sinceOf(server, row, atMs), atMs)
    changed ||= !sameCheck(server.check, row.check) || !sameCheck(server.agent, row.agent)
    changed ||= server.weight !== row.weight || server.userWeight !== row.userWeight
    changed ||= server.address !== (row.address ?? server.address) || server.backup !== row.backup
    changed ||= server.tracked !== row.tracked
    server.check = row.check
    server.agent = row.agent
    server.weight = row.weight
    server.userWeight = row.userWeight
    server.address = row.address ?? server.address
    server.backup = row.backup
    server.tracked = row.tracked
    server.cookie = row.cookie
    server.mode = row.mode ?? server.mode
  }
  const { counters, gauges } = row
  const answer = { worker: workerOf(reading), atMs, counters, gauges, restarted }
  addWorkerNumbers(server, answer, 'server', server.traffic.stats)
  return changed
}

function applyPool(
  pool: Pool,
  row: PoolReading,
  reading: StatsReading,
  withWords: boolean,
  restarted: boolean,
): boolean {
  let changed = false
  if (withWords) {
    changed = pool.status !== row.status || pool.mode !== row.mode || pool.algorithm !== row.algorithm
    pool.status = row.status
    pool.up = row.up
    pool.mode = row.mode ?? pool.mode
    pool.algorithm = row.algorithm ?? pool.algorithm
  }
  const { counters, gauges } = row
  const answer = { worker: workerOf(reading), atMs: reading.atMs, counters, gauges, restarted }
  addWorkerNumbers(pool, answer, 'pool', null)
  return changed
}

/** Members that a whole answer of the serving worker no longer names are gone. */
function removeMissing(lb: LoadBalancer, reading: StatsReading, changes: Changes): void {
  const pools = new Set(reading.pools.map((row) => row.pool))
  const servers = new Set(reading.servers.map((row) => serverKey(lb.name, row.pool, row.server)))
  for (const row of reading.servers) pools.add(row.pool)
  const { atMs } = reading
  for (const [name, pool] of lb.pools) {
    if (!pools.has(name)) {
      if (heardElsewhere(pool, workerOf(reading), atMs)) continue
      lb.pools.delete(name)
      changes.pools.add(poolKey(lb.name, name))
      continue
    }
    for (const [server, row] of pool.servers) {
      if (servers.has(serverKey(lb.name, name, server))) continue
      if (heardElsewhere(row, workerOf(reading), atMs)) continue
      pool.servers.delete(server)
      changes.pools.add(poolKey(lb.name, name))
    }
  }
}

/**
 * Writes into `world`. A worker known to be stopping gives numbers only: its checks no longer run.
 * An answer asked for before a newer word of a server leaves that server's words as they are.
 */
export function applyStats(world: World, reading: StatsReading): Changes {
  const lb = loadBalancerOf(world, reading.loadBalancer)
  const changes = noChanges(lb.name)
  const stopping = lb.processes.get(workerOf(reading))?.stopping ?? false
  const restarted = workerRestarted(lb, reading)
  const late = lb.statsAtMs !== null && reading.atMs < lb.statsAtMs && reading.worker === null
  const withWords = !stopping && !late

  const poolOf = (name: string): Pool => {
    const known = lb.pools.get(name)
    if (known) return known
    const created = createPool(name)
    lb.pools.set(name, created)
    changes.pools.add(poolKey(lb.name, name))
    return created
  }
  for (const row of reading.pools) {
    if (stopping && !lb.pools.has(row.pool)) continue
    if (applyPool(poolOf(row.pool), row, reading, withWords, restarted))
      changes.pools.add(poolKey(lb.name, row.pool))
  }
  for (const row of reading.servers) {
    const known = lb.pools.get(row.pool)?.servers.get(row.server)
    if (stopping && known === undefined) continue
    const server = known ?? createServer(row.server, reading.atMs)
    if (known === undefined) {
      poolOf(row.pool).servers.set(row.server, server)
      changes.pools.add(poolKey(lb.name, row.pool))
    }
    if (applyServer(server, row, reading, withWords, restarted)) {
      changes.servers.add(serverKey(lb.name, row.pool, row.server))
    }
  }
  if (withWords && reading.partial !== true) removeMissing(lb, reading, changes)
  lb.statsAtMs = Math.max(lb.statsAtMs ?? 0, reading.atMs)
  return changes
}
