/** What a pool's settings amount to: for each kind of server in it, how long a failed one keeps its traffic. */

import type {
  CheckKind,
  LoadBalancerSettings,
  PoolSettings,
  ServerSettings,
} from '../model/check-settings.ts'
import { type EvictingStall, stallThatEvicts } from '../risk/stall-that-evicts.ts'
import { type CheckTiming, type EvictionTime, type FailureShape, timeToEvict } from '../risk/time-to-evict.ts'
import type { Place } from './finding.ts'
import { timingOf } from './timing-of.ts'

export type CheckedGroup = {
  servers: string[]
  serverCount: number
  kind: CheckKind
  proves: string
  /** Null where there is no check or its settings cannot be read. */
  timing: CheckTiming | null
  /** Time in rotation after each kind of failure; null where it is never noticed, or not known. */
  refusing: EvictionTime | null
  hung: EvictionTime | null
  unreachable: EvictionTime | null
  /** Of a server that hangs and comes back; of one that refuses where hanging goes unnoticed. */
  stall: EvictingStall | null
}

export type PoolSummary = {
  pool: string
  at: Place | null
  mode: string
  serverCount: number
  groups: CheckedGroup[]
}

export function summarizePool(settings: LoadBalancerSettings, pool: PoolSettings): PoolSummary {
  const groups = new Map<string, ServerSettings[]>()
  for (const server of pool.servers) {
    const key = JSON.stringify([server.kind, server.proves, timingOf(settings, pool, server)])
    const group = groups.get(key)
    if (group) group.push(server)
    else groups.set(key, [server])
  }
  return {
    pool: pool.pool,
    at: pool.at && { file: pool.at.file, line: pool.at.line },
    mode: pool.mode.value,
    serverCount: countOf(pool.servers),
    groups: [...groups.values()].map((servers) => {
      const [first] = servers as [ServerSettings]
      const timing = timingOf(settings, pool, first)
      const time = (shape: FailureShape) => timing && timeToEvict(timing, shape)
      const stall = (shape: FailureShape) => timing && stallThatEvicts(timing, shape)
      return {
        servers: servers.map(({ server }) => server),
        serverCount: countOf(servers),
        kind: first.kind,
        proves: first.proves,
        timing,
        refusing: time('refuses'),
        hung: time('accepts-and-is-silent'),
        unreachable: time('drops'),
        stall: stall('accepts-and-is-silent') ?? stall('refuses'),
      }
    }),
  }
}

const countOf = (servers: readonly ServerSettings[]): number =>
  servers.reduce((sum, { count }) => sum + count, 0)
