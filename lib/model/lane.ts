/** The lane that an event is drawn on: its server, else its pool, its host, its load balancer. */

import type { LbEvent } from './lb-event.ts'

export type LaneType = 'load-balancer' | 'pool' | 'server' | 'host'

/** `id` is a subject's id as in events' questions: `lb1`, `lb1/app`, `lb1/app/web1`, a host's name. */
export type Lane = { id: string; type: LaneType; name: string }

type Placed = Pick<LbEvent, 'loadBalancer' | 'pool' | 'server' | 'host'>

export function laneOf({ loadBalancer, pool, server, host }: Placed): Lane {
  if (pool !== null && server !== null)
    return { id: `${loadBalancer}/${pool}/${server}`, type: 'server', name: server }
  if (pool !== null) return { id: `${loadBalancer}/${pool}`, type: 'pool', name: pool }
  if (host) return { id: host, type: 'host', name: host }
  return { id: loadBalancer, type: 'load-balancer', name: loadBalancer || 'elsewhere' }
}

const RANK: Record<LaneType, number> = { host: 0, 'load-balancer': 1, pool: 1, server: 1 }

/** Hosts first, then each load balancer with its pools, each pool with its servers; numbers in names count as numbers. */
export function compareLanes(a: Lane, b: Lane): number {
  return RANK[a.type] - RANK[b.type] || comparePaths(a.id.split('/'), b.id.split('/'))
}

function comparePaths(a: string[], b: string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = COLLATE(a[i]!, b[i]!)
    if (order !== 0) return order
  }
  return a.length - b.length
}

const COLLATE = new Intl.Collator('en', { numeric: true }).compare
