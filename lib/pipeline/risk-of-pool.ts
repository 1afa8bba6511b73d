/** A pool's risk by closed formulas: load on the survivors, what it can lose, its strikes, its tier. */

import type { Band } from '../model/band.ts'
import type { Loss, PoolRisk, RiskTier, Strikes } from '../model/pool-risk.ts'
import type { CapacityBand, LoadRatio } from '../risk/capacity-band.ts'
import { CRITICAL_AT, type Headroom, headroomOf, riskTier } from '../risk/headroom.ts'
import { type LoadedPool, type SurvivorsLoad, survivorsLoad } from '../risk/survivors-load.ts'
import { timeToEvictLeft } from '../risk/time-to-evict-left.ts'
import { quickChance } from './risk-chance.ts'
import type { RiskInput, RiskServer } from './risk-input.ts'

/** Losses of more servers than this at once are not listed. */
export const MAX_LOSSES = 8
/** Assumptions that are listed. */
export const MAX_ASSUMPTIONS = 8
/** Servers with strikes that are listed. */
export const MAX_STRIKES = 20
/** Of fewer requests a second nothing is foretold: chance alone moves them too much. */
export const LEAST_PER_S = 1
/** A band is nine times in ten. */
const Z90 = 1.645

/** The band of ratios holds what is not known of the load too. */
function widened(band: CapacityBand, requestsError: number): CapacityBand {
  const { lowPerS, midPerS, highPerS } = band
  const more = Z90 * requestsError
  const middle = midPerS ?? lowPerS
  const down = Math.hypot(1 - lowPerS / middle, more)
  const up = highPerS === null ? null : Math.hypot(highPerS / middle - 1, more)
  const low = middle * Math.max(0.05, 1 - down)
  return {
    lowPerS: midPerS === null ? lowPerS * Math.max(0.05, 1 - more) : low,
    midPerS,
    highPerS: up === null ? null : middle * (1 + up),
  }
}

export function toLoadedPool(input: RiskInput): LoadedPool {
  const { requestsError } = input
  return {
    algorithm: input.algorithm,
    allBackups: input.allBackups,
    requestsPerS: input.requestsPerS,
    attemptsPerRequest: input.attemptsPerRequest,
    servers: input.servers.map((server) => {
      const known = input.capacity.byServer.get(server.name)
      return {
        ...{ name: server.name, weight: server.weight, backup: server.backup, usable: server.usable },
        capacity: known ? widened(known.band, requestsError) : null,
        // Capacity was told beside the checks: what they cost is off it already.
        checksPerS: 0,
      }
    }),
  }
}

const round = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(3)) : 999)

/** Where capacity is only known from below, load is at most `high`: the middle is taken there. */
const toBand = ({ low, mid, high }: LoadRatio): Band => ({
  low: round(low),
  mid: round(mid ?? high),
  high: round(high),
})

export const toLoss = (load: SurvivorsLoad): Loss => ({
  k: load.lost.length,
  servers: load.lost.slice(0, MAX_LOSSES),
  load: toBand(load.limiting),
  hottest: { server: load.hottest.server, load: toBand(load.hottest.load) },
})

function strikesOf(input: RiskInput): Strikes[] {
  const known = input.servers.filter((server) => server.strikes !== null)
  const struck = known.filter(({ strikes }) => strikes!.left < strikes!.of)
  const least = [...known].sort((a, b) => a.strikes!.left - b.strikes!.left)[0]
  const listed = struck.length > 0 ? struck : least ? [least] : []
  return listed
    .sort((a, b) => a.strikes!.left - b.strikes!.left)
    .slice(0, MAX_STRIKES)
    .map((server) => ({ server: server.name, ...server.strikes!, evictedInMs: evictedIn(input, server) }))
}

function evictedIn({ timing }: RiskInput, { failing, strikes }: RiskServer): Strikes['evictedInMs'] {
  if (!timing || !failing || !strikes) return null
  // What it answered wrong it answers in the time it took.
  const told = failing.durationMs === null ? [] : [failing.durationMs]
  const shape = failing.shape ?? 'refuses'
  const time = timeToEvictLeft({ ...timing.timing, fall: strikes.of }, shape, strikes.left, told)
  return time && { fromMs: Math.round(time.minMs), toMs: Math.round(time.maxMs) }
}

export const TIERS: Record<ReturnType<typeof riskTier>['tier'], RiskTier> = {
  ok: 'calm',
  watch: 'watch',
  warn: 'warn',
  critical: 'critical',
  unknown: 'unknown',
}

/** One strike left of several: a server whose `fall` is 1 always has one. */
export function fewestStrikes(input: RiskInput): number | null {
  let fewest: number | null = null
  for (const { strikes } of input.servers)
    if (strikes && strikes.left < strikes.of) fewest = Math.min(fewest ?? strikes.left, strikes.left)
  return fewest
}

function unknownRisk(input: RiskInput, reason: string): PoolRisk {
  const none: Band = { low: 0, mid: 0, high: 0 }
  return {
    ...startOf(input),
    ...{
      tier: 'unknown',
      unknown: reason,
      losses: [],
      survives: none,
      headroom: none,
      furtherEviction: null,
    },
  }
}

function startOf(input: RiskInput) {
  const sources = [...input.capacity.byServer.values()].map((one) => one.source)
  return {
    atMs: input.atMs,
    requestsPerS: round(input.requestsPerS),
    attemptsPerRequest: round(input.attemptsPerRequest),
    servers: input.servers.length,
    capacities: input.capacity.estimates.map((one) => ({
      ...one,
      lowPerS: round(one.lowPerS),
      highPerS: one.highPerS === null ? null : round(one.highPerS),
    })),
    capacityBy: sources[0] ?? null,
    strikes: strikesOf(input),
    assumptions: input.assumptions.slice(0, MAX_ASSUMPTIONS),
  }
}

function growthOf({ loadMayGrow: { low, mid, high } }: Headroom): Band {
  const middle = mid ?? low
  return { low: round(low), mid: round(middle), high: round(high ?? middle) }
}

/** Null load on the survivors: none is left. */
export function riskOfPool(input: RiskInput): PoolRisk {
  if (!input.servers.some((server) => server.usable)) return unknownRisk(input, 'no server is usable')
  if (input.requestsPerS < LEAST_PER_S) return unknownRisk(input, 'hardly any traffic')
  if (input.capacity.reason) return unknownRisk(input, input.capacity.reason)
  const pool = toLoadedPool(input)
  const answer = headroomOf(pool)
  if (!answer.ok) return unknownRisk(input, answer.reason)
  const { headroom } = answer
  const now = survivorsLoad(pool, new Set())
  const [first] = headroom.losses
  const decides = first?.limiting ?? (now.ok ? now.load.limiting : null)
  const { tier } = riskTier(decides, fewestStrikes(input))
  const full = now.ok && (now.load.limiting.mid ?? 0) >= CRITICAL_AT
  const { canLose } = headroom
  const survives = canLose.mid ?? canLose.low
  return {
    ...startOf(input),
    tier: full ? 'critical' : TIERS[tier],
    unknown:
      tier === 'unknown' && !full
        ? 'capacity is only known from below: more than this was never carried'
        : null,
    losses: headroom.losses.slice(0, MAX_LOSSES).map(toLoss),
    survives: { low: canLose.low, mid: survives, high: canLose.high ?? headroom.losses.length },
    headroom: growthOf(headroom),
    furtherEviction: first ? quickChance(input, first) : null,
    assumptions: [
      ...input.assumptions.slice(0, MAX_ASSUMPTIONS),
      ...(first ? [first.assumption] : ['one server: nothing takes its load over']),
    ],
  }
}
