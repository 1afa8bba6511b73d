/** `show proc` → the world: old workers that still serve stay until the master no longer names them. */

import type { World } from '../model/load-balancer.ts'
import type { WorkersReading } from '../model/stats-reading.ts'
import { forgetWorker } from './add-worker-numbers.ts'
import { type Changes, noChanges } from './changes.ts'
import { loadBalancerOf } from './create-world.ts'

/** Writes into `world`; processes whose pid the master does not name are gone. */
export function applyWorkers(world: World, reading: WorkersReading): Changes {
  const lb = loadBalancerOf(world, reading.loadBalancer)
  const changes = noChanges(lb.name)
  const before = new Map(lb.oldWorkers.map((worker) => [worker.pid, worker]))
  const connections = new Map([...lb.processes.values()].map((process) => [process.pid, process.connections]))
  const old = reading.workers.filter((worker) => worker.old)
  lb.oldWorkers = old.map(({ pid }) => ({
    pid,
    connections: connections.get(pid) ?? before.get(pid)?.connections ?? null,
    sinceMs: before.get(pid)?.sinceMs ?? reading.atMs,
  }))
  changes.loadBalancerChanged = old.length !== before.size || old.some((worker) => !before.has(worker.pid))

  const pids = new Set(reading.workers.map((worker) => worker.pid))
  for (const [name, process] of lb.processes) {
    // One that answered after this was asked for may be newer than the list.
    if (process.pid === null || pids.has(process.pid) || process.atMs > reading.atMs) continue
    lb.processes.delete(name)
    changes.loadBalancerChanged = true
    for (const pool of lb.pools.values()) {
      forgetWorker(pool, name)
      for (const server of pool.servers.values()) forgetWorker(server, name)
    }
  }
  return changes
}
