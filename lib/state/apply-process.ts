/** `show info` → the world: which process answers for a load balancer; a new one starts counting anew. */

import type { World } from '../model/load-balancer.ts'
import type { ProcessReading } from '../model/stats-reading.ts'
import { forgetWorker } from './add-worker-numbers.ts'
import { type Changes, noChanges } from './changes.ts'
import { loadBalancerOf } from './create-world.ts'

/** A start counted back from whole seconds of uptime wanders by this much. */
const START_JITTER_MS = 3_000

function another(before: ProcessReading, after: ProcessReading): boolean {
  if (before.pid !== null && after.pid !== null && before.pid !== after.pid) return true
  return (
    before.startedAtMs !== null &&
    after.startedAtMs !== null &&
    Math.abs(after.startedAtMs - before.startedAtMs) > START_JITTER_MS
  )
}

/** Writes into `world`. Apply it before the statistics asked for with it, so that no rate spans a restart. */
export function applyProcess(world: World, reading: ProcessReading): Changes {
  const lb = loadBalancerOf(world, reading.loadBalancer)
  const changes = noChanges(lb.name)
  const worker = reading.worker ?? ''
  const before = lb.processes.get(worker)
  if (before !== undefined && another(before, reading)) {
    for (const pool of lb.pools.values()) {
      forgetWorker(pool, worker)
      for (const server of pool.servers.values()) forgetWorker(server, worker)
    }
  }
  lb.processes.set(worker, reading)
  if (!reading.stopping) {
    changes.loadBalancerChanged = lb.version !== reading.version || lb.node !== reading.node
    lb.version = reading.version ?? lb.version
    lb.node = reading.node ?? lb.node
  }
  changes.loadBalancerChanged ||= before?.pid !== reading.pid || before.stopping !== reading.stopping
  return changes
}
