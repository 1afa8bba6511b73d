/** Rates of servers that no statistics tell of, from what their log lines counted. */

import type { Pool } from '../model/pool.ts'
import type { ServerRates, TrafficSecond } from '../model/server.ts'

/** Averaged over this many whole seconds before the running one. */
const OVER_S = 3

function rateOf(log: readonly TrafficSecond[], nowSecond: number): ServerRates {
  let requests = 0
  let failures = 0
  for (let at = log.length - 1; at >= 0; at--) {
    const { second } = log[at]!
    if (second < nowSecond - OVER_S) break
    if (second >= nowSecond) continue
    requests += log[at]!.requests
    failures += log[at]!.failures
  }
  return { requestRate: requests / OVER_S, failureRate: failures / OVER_S, bytesInRate: 0, bytesOutRate: 0 }
}

/** Writes into the pool; only for load balancers without statistics. */
export function setLogRates(pool: Pool, nowMs: number): void {
  const nowSecond = Math.floor(nowMs / 1000)
  const total: ServerRates = { requestRate: 0, failureRate: 0, bytesInRate: 0, bytesOutRate: 0 }
  for (const server of pool.servers.values()) {
    server.rates = rateOf(server.traffic.log, nowSecond)
    total.requestRate += server.rates.requestRate
    total.failureRate += server.rates.failureRate
  }
  pool.rates = total
}
