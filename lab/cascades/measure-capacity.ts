/** What one server can do, measured on runs of its own: many saturated at once, so that chance averages out. */

import { SLOTS, serverNames, startPools } from './start-pools.ts'

const POOLS = 6
const FOR_MS = 30_000
/** Its line is never empty, and never long. */
const CONNECTIONS = SLOTS * 4
const CHECK = { name: 'none', interMs: 60_000, fall: 10 }

/** It is good to this share. */
export const CAPACITY_ERROR = 0.015

/** Answers per second of one server: the mean over 30 servers. */
export async function measureCapacity(signal: AbortSignal): Promise<number> {
  const plans = Array.from({ length: POOLS }, (_, n) => ({
    name: `alone${n + 1}`,
    check: CHECK,
    seed: 900 + n,
  }))
  const pools = await startPools(plans, null)
  try {
    signal.throwIfAborted()
    const rates = await Promise.all(
      plans.flatMap(({ name }) =>
        serverNames.map((server) =>
          pools.clients.ask<number>(
            {
              ...{ do: 'saturate', port: pools.serverPorts.get(`${name}/${server}`)! },
              ...{ connections: CONNECTIONS, forMs: FOR_MS },
            },
            FOR_MS * 2,
          ),
        ),
      ),
    )
    return rates.reduce((sum, one) => sum + one, 0) / rates.length
  } finally {
    await pools.stop()
  }
}
