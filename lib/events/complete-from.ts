/** Keeps the last good row of what an answer could not give because the row was rejected. */

import type { StatsReading } from '../model/stats-reading.ts'

/** `next` itself where it is whole; otherwise with the rows of `previous` that it lacks. */
export function completeFrom(previous: StatsReading | null, next: StatsReading): StatsReading {
  if (previous === null || next.partial !== true) return next
  const servers = new Set(next.servers.map((row) => `${row.pool}/${row.server}`))
  const pools = new Set(next.pools.map((row) => row.pool))
  const frontends = new Set(next.frontends.map((row) => row.frontend))
  return {
    ...next,
    servers: [
      ...next.servers,
      ...previous.servers.filter((row) => !servers.has(`${row.pool}/${row.server}`)),
    ],
    pools: [...next.pools, ...previous.pools.filter((row) => !pools.has(row.pool))],
    frontends: [...next.frontends, ...previous.frontends.filter((row) => !frontends.has(row.frontend))],
  }
}
