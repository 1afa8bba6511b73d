/** Cuts a sample's numbers to hundredths: finer digits are noise and would cost eight bytes each. */

import type { PoolSample, ServerSample } from '../model/server-sample.ts'

export function roundSample(sample: PoolSample): PoolSample {
  const servers = new Map<string, ServerSample>()
  for (const [name, server] of sample.servers) servers.set(name, roundNumbers(server))
  return { ...sample, total: roundNumbers(sample.total), servers }
}

function roundNumbers(row: ServerSample): ServerSample {
  return {
    sessions: hundredths(row.sessions),
    requestRate: hundredths(row.requestRate),
    failureRate: hundredths(row.failureRate),
    queue: hundredths(row.queue),
    responseTimeMs: hundredths(row.responseTimeMs),
    claim: row.claim,
  }
}

function hundredths(value: number | null): number | null {
  return value === null || Number.isInteger(value) ? value : Math.round(value * 100) / 100
}
