/** A plausible pool to start a model from: equal threaded servers behind HAProxy's usual settings. */

import type { PoolModel, ServerModel } from './pool-model.ts'

/** 4 threads × 20 ms: 200 requests/s each, with the kernel's old default backlog. */
export const EXAMPLE_SERVER: ServerModel = {
  name: 's1',
  weight: 1,
  backup: false,
  slots: 4,
  backlog: 128,
  maxConnections: null,
  service: { kind: 'exponential', meanMs: 20 },
}

/** `load` is ρ of the whole pool: 0.8 of five servers is ρ 1 on four. */
export function examplePool(
  servers: number,
  load: number,
  server: Partial<ServerModel> = {},
  pool: Partial<PoolModel> = {},
): PoolModel {
  const one = { ...EXAMPLE_SERVER, ...server }
  const meanMs = one.service.kind === 'empirical' ? 20 : one.service.meanMs
  return {
    servers: Array.from({ length: servers }, (_, index) => ({ ...one, name: `s${index + 1}` })),
    algorithm: 'roundrobin',
    allBackups: false,
    check: {
      interMs: 1000,
      fastInterMs: null,
      downInterMs: null,
      fall: 2,
      rise: 2,
      timeoutMs: 1000,
      latestTimeoutMs: null,
      serviceMs: 1,
      connectOnly: false,
    },
    arrivalsPerS: (load * servers * one.slots * 1000) / meanMs,
    loadFactor: 1,
    queueTimeoutMs: 5000,
    connectTimeoutMs: 5000,
    serverTimeoutMs: 30_000,
    retries: 3,
    redispatch: true,
    clientRetryChance: 0,
    shutdownOnDown: false,
    slowStartMs: 0,
    faults: [],
    warmUpMs: 2000,
    horizonMs: 30_000,
    ...pool,
  }
}
