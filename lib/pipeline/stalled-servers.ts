/** Servers that hang for a while and then go on: are they evicted, for how long, and does another follow? */

import type { Band } from '../model/band.ts'
import type { Stall } from '../model/pool-risk.ts'
import { chanceThatStallEvicts, type LoadShare, stallThatEvicts } from '../risk/stall-that-evicts.ts'
import { survivorsLoad } from '../risk/survivors-load.ts'
import { timeToEvict } from '../risk/time-to-evict.ts'
import { quickOf, WITHIN_MS } from './risk-chance.ts'
import type { RiskInput, RiskServer } from './risk-input.ts'
import { toLoadedPool } from './risk-of-pool.ts'

/** A longer one is a loss. */
export const LONGEST_STALL_MS = 600_000
/** The kernel accepts for a process that hangs. */
const SHAPE = 'accepts-and-is-silent'
const NEVER: Band = { low: 0, mid: 0, high: 0 }
const seconds = (ms: number) => `${Number((ms / 1000).toPrecision(2))} s`

/** What piles up before a server that stalls: its load, where HAProxy goes on sending it as much as to the others. */
function pilingLoad(input: RiskInput, { maxConnections }: RiskServer): LoadShare {
  const answer = survivorsLoad(toLoadedPool(input), new Set())
  if (!answer.ok) return { low: 0, high: 1 }
  const { low, high } = answer.load.limiting
  const evenly = maxConnections === null && !input.algorithm.startsWith('leastconn')
  return { low: evenly ? Math.min(1, low) : 0, high: Math.min(1, high) }
}

function toStall(input: RiskInput, server: RiskServer, forMs: number): Stall {
  const { name, strikes } = server
  const { timing } = input
  // Strikes that are used already are failed checks that it does not need any more.
  const used = strikes ? strikes.of - strikes.left : 0
  const own = timing && { ...timing.timing, fall: Math.max(1, timing.timing.fall - used) }
  const evicted = own && timeToEvict(own, SHAPE)
  const load = pilingLoad(input, server)
  const evicts = own && stallThatEvicts(own, SHAPE, [], load)
  if (!timing || !evicted || !evicts || forMs <= evicts.shortestMs)
    return { server: name, forMs, evicted: NEVER, evicts, awayMs: null }
  const { low, high } = chanceThatStallEvicts(own, SHAPE, forMs, [], load)
  // After its end it works off what waits, and `rise` checks pass, the first at most one wait later.
  const risingMs = (timing.rise - 1) * (own.fastInterMs ?? own.interMs)
  const waitMs = timing.downInterMs ?? own.interMs
  return {
    ...{ server: name, forMs, evicts },
    evicted: { low, mid: (low + high) / 2, high },
    awayMs: {
      fromMs: Math.round(Math.max(0, forMs - evicted.maxMs) + risingMs),
      toMs: Math.round(Math.max(0, forMs - evicted.minMs) + load.high * forMs + waitMs + risingMs),
    },
  }
}

/** Those that are in rotation; for others nothing would change. */
export function toStalls(input: RiskInput, asked: Readonly<Record<string, number>>): Stall[] {
  return input.servers
    .filter(({ name, usable }) => usable && Object.hasOwn(asked, name))
    .map((server) => toStall(input, server, asked[server.name]!))
}

export function stallWords({ server, forMs, evicts, awayMs }: Stall): string {
  const hangs = `${server} hangs for ${seconds(forMs)} and then goes on`
  if (!evicts) return `${hangs}: its check does not notice, requests to it wait`
  if (!awayMs)
    return `${hangs}: stalls under about ${seconds(evicts.shortestMs)} do not evict it under this load, requests to it wait`
  return `${hangs}: if it is evicted it is away for ${seconds(awayMs.fromMs)} to ${seconds(awayMs.toMs)}`
}

/** Of a further eviction where these are gone, as long as they are; by formula. */
function chanceWithout(input: RiskInput, gone: readonly string[], withinMs: number): Band | null {
  const answer = survivorsLoad(toLoadedPool(input), new Set(gone))
  const chance = answer.ok ? quickOf(input, answer.load, false, withinMs)?.chance : null
  return chance ? { ...chance, mid: chance.mid ?? (chance.low + chance.high) / 2 } : null
}

/** Either those that stall are evicted, all of them at most, or only what is lost for good is missing. */
export function chanceWithStalls(
  input: RiskInput,
  lost: readonly string[],
  stalls: readonly Stall[],
): Band | null {
  const gone = [...lost, ...stalls.map((one) => one.server)]
  const away = (pick: 'fromMs' | 'toMs') =>
    Math.min(WITHIN_MS, Math.max(0, ...stalls.map((one) => one.awayMs?.[pick] ?? 0)))
  const short = chanceWithout(input, gone, away('fromMs'))
  const long = chanceWithout(input, gone, away('toMs'))
  const without = lost.length > 0 ? chanceWithout(input, lost, WITHIN_MS) : NEVER
  if (!short || !long || !without) return null
  const evicted = (end: keyof Band) => 1 - stalls.reduce((rest, one) => rest * (1 - one.evicted[end]), 1)
  // What is lost for good stays so when the others have returned.
  const mix = (end: keyof Band, then: number) =>
    evicted(end) * Math.max(then, without[end]) + (1 - evicted(end)) * without[end]
  return {
    low: mix('low', short.low),
    mid: mix('mid', (short.mid + long.mid) / 2),
    high: mix('high', long.high),
  }
}
