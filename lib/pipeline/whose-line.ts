/** Which load balancer a log line belongs to: its source says, or what it tells of, or its own host name. */

import { attribute } from '../events/attribute.ts'
import type { World } from '../model/load-balancer.ts'
import type { LogReading } from '../model/reading.ts'

/** Load balancers at once; lines of further ones are refused with a reason. */
export const MAX_LOAD_BALANCERS = 100

/** Those whose statistics a recording plays: its log lines belong to one of them. */
function recorded(world: World, configured: readonly string[]): string[] {
  return [...world.loadBalancers.values()]
    .filter((lb) => lb.statsAtMs !== null && !configured.includes(lb.name))
    .map((lb) => lb.name)
}

/** Null where nothing tells whose it is. */
export function whoseLine(reading: LogReading, world: World, configured: readonly string[]): string | null {
  if (reading.loadBalancer) return reading.loadBalancer
  const names = reading.shifted ? recorded(world, configured) : [...configured]
  if (names.length) return attribute(reading.record, world, names)
  const name = reading.record.host ?? reading.source
  const known = world.loadBalancers.has(name)
  return known || world.loadBalancers.size < MAX_LOAD_BALANCERS ? name : null
}
