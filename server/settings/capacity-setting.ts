/** The `capacity:` section: what each server of a pool can carry, by a load test or by its owner's word. */

import { z } from 'zod'

/** A single number is taken as known to this share: no load test gives the same twice. */
export const KNOWN_TO = 0.05

export type CapacitySetting = {
  pool: string
  /** Null: wherever a pool of this name is. */
  loadBalancer: string | null
  /** Null: each server of the pool. */
  servers: string[] | null
  lowPerS: number
  highPerS: number
}

const rate = z.number().positive().max(1e7)

export const capacitySchema = z
  .array(
    z.strictObject({
      pool: z.string().regex(/^[^\s/]+(?:\/[^\s/]+)?$/, 'a pool, or loadBalancer/pool'),
      servers: z.array(z.string()).min(1).optional(),
      requestsPerSecond: z.union([
        rate,
        z.tuple([rate, rate]).refine(([low, high]) => low <= high, 'the lower one first'),
      ]),
    }),
  )
  .max(1_000)

type Written = z.output<typeof capacitySchema>[number]

export function toCapacitySetting({ pool, servers, requestsPerSecond }: Written): CapacitySetting {
  const [first, second] = pool.split('/')
  const [lowPerS, highPerS] = Array.isArray(requestsPerSecond)
    ? requestsPerSecond
    : [requestsPerSecond * (1 - KNOWN_TO), requestsPerSecond * (1 + KNOWN_TO)]
  return {
    pool: second ?? first!,
    loadBalancer: second === undefined ? null : first!,
    servers: servers ?? null,
    lowPerS,
    highPerS,
  }
}

/** A word about the server itself comes before one about its pool. */
export function statedCapacity(
  settings: readonly CapacitySetting[],
  at: { loadBalancer: string; pool: string; server: string },
): { lowPerS: number; highPerS: number } | null {
  const fitting = settings.filter(
    ({ pool, loadBalancer, servers }) =>
      pool === at.pool &&
      (loadBalancer ?? at.loadBalancer) === at.loadBalancer &&
      (servers === null || servers.includes(at.server)),
  )
  const found = fitting.find(({ servers }) => servers !== null) ?? fitting[0]
  return found ? { lowPerS: found.lowPerS, highPerS: found.highPerS } : null
}
