/** The last minutes of every pool, second by second: what the strip chart draws. */

import { CLAIM_KINDS } from '../model/claim-kinds.ts'
import { type PoolView, STRIP_SECONDS, type StripSecond } from '../views/live-view.ts'

export type Strips = Map<string, StripSecond[]>

export function toStripSecond(pool: PoolView, second: number): StripSecond {
  const claims = new Array<number>(CLAIM_KINDS.length).fill(0)
  for (const server of pool.servers) {
    const kind = pool.fresh ? server.claim.kind : 'unknown'
    claims[CLAIM_KINDS.indexOf(kind)]! += 1
  }
  const [sessions, requestRate, failureRate] = pool.fresh ? pool.numbers : [null, null, null]
  return { second, claims, sessions, requestRate, failureRate }
}

/** Adds or amends one second; the oldest fall out. Returns it where it says something new. */
export function addStripSecond(strips: Strips, pool: PoolView, second: number): StripSecond | null {
  let strip = strips.get(pool.id)
  if (!strip) {
    strip = []
    strips.set(pool.id, strip)
  }
  const next = toStripSecond(pool, second)
  const last = strip.at(-1)
  if (last && last.second > second) return null
  if (last?.second === second) {
    if (JSON.stringify(last) === JSON.stringify(next)) return null
    strip[strip.length - 1] = next
  } else strip.push(next)
  while (strip.length && strip[0]!.second <= second - STRIP_SECONDS) strip.shift()
  return next
}
