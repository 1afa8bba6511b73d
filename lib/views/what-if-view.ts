/** A what-if of one pool: the question as an address, and the answer as lines of NDJSON. */

import type { Band } from '../model/band.ts'
import type { PoolRisk, Stall } from '../model/pool-risk.ts'

/** What is absent or empty stays as it is. Nothing of it is done to the load balancer. */
export type WhatIfQuestion = {
  /** `lb1/app`. */
  pool: string
  lose: string[]
  drain: string[]
  /** Servers that hang for so many ms and then go on. */
  stall: Record<string, number>
  weights: Record<string, number>
  /** 1.2 is 20 % more requests. */
  load: number
  interMs: number | null
  fall: number | null
  rise: number | null
  timeoutCheckMs: number | null
}

/** Asked with `accept: application/x-ndjson`: `quick` at once, `progress` while it simulates, `done` or `refused` last. */
export type WhatIfLine =
  | { type: 'quick'; tookMs: number; now: PoolRisk; then: PoolRisk; stalls: Stall[] }
  | { type: 'progress'; simulation: WhatIfSimulation }
  | { type: 'done'; simulation: WhatIfSimulation }
  | { type: 'refused'; reason: string }

export type WhatIfSimulation = {
  runs: number
  of: number
  withinMs: number
  /** Of an eviction beyond those that were asked for. */
  furtherEviction: Band
  /** Of an eviction among those that were asked to fail. */
  askedEvicted: number
  /** Of a moment without any usable server. */
  chanceEmpty: number
  firstEvictionMs: Band | null
  shareLost: number
  assumptions: string[]
}

/** `pool=lb1/app&lose=web1,web2&stall=web3:2000ms&load=1.2&weight=web3:50&inter=1000`. */
export function whatIfQuery(question: WhatIfQuestion): string {
  const { pool, lose, drain, stall, weights, load, interMs, fall, rise, timeoutCheckMs } = question
  const params = new URLSearchParams({ pool })
  if (lose.length > 0) params.set('lose', lose.join(','))
  if (drain.length > 0) params.set('drain', drain.join(','))
  const stalled = Object.entries(stall).map(([server, ms]) => `${server}:${ms}ms`)
  if (stalled.length > 0) params.set('stall', stalled.join(','))
  const weighed = Object.entries(weights).map(([server, weight]) => `${server}:${weight}`)
  if (weighed.length > 0) params.set('weight', weighed.join(','))
  if (load !== 1) params.set('load', String(load))
  const settings = { inter: interMs, fall, rise, 'timeout-check': timeoutCheckMs }
  for (const [name, value] of Object.entries(settings)) if (value !== null) params.set(name, String(value))
  return params.toString()
}
