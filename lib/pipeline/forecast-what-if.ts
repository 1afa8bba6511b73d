/** What would become of a pool if servers were lost, drained or re-weighted, checked otherwise, or asked for more. */

import type { PoolRisk, Stall } from '../model/pool-risk.ts'
import { riskTier } from '../risk/headroom.ts'
import { survivorsLoad } from '../risk/survivors-load.ts'
import { askedTwice, withWhatIf } from '../risk/what-if.ts'
import { quickOf, toChance, WITHIN_MS } from './risk-chance.ts'
import type { RiskInput } from './risk-input.ts'
import { isTooBusy, lostHow, replicationsFor } from './risk-job.ts'
import { type SimulatedQuestion, toPoolModel } from './risk-model.ts'
import { fewestStrikes, riskOfPool, TIERS, toLoadedPool, toLoss } from './risk-of-pool.ts'
import { chanceWithStalls, stallWords, toStalls } from './stalled-servers.ts'

/** What is absent stays as it is; times in ms. */
export type PoolChange = {
  lose: string[]
  drain: string[]
  /** They hang for so long and then go on. */
  stall: Record<string, number>
  weights: Record<string, number>
  load: number
  interMs: number | null
  fastInterMs: number | null
  fall: number | null
  rise: number | null
  timeoutCheckMs: number | null
}

export type WhatIfForecast = {
  now: PoolRisk
  /** With `lose`, its first loss is the one that was asked for; with `stall`, as it is while they are out. */
  then: PoolRisk
  stalls: Stall[]
  simulation: { ok: true; question: SimulatedQuestion; replications: number } | { ok: false; reason: string }
}
export type WhatIfAnswered = { ok: true; forecast: WhatIfForecast } | { ok: false; reason: string }

function faultOf(input: RiskInput, change: PoolChange): string | null {
  const names = new Set(input.servers.map((one) => one.name))
  const { lose, drain, stall, weights } = change
  for (const name of [...lose, ...drain, ...Object.keys(stall), ...Object.keys(weights)])
    if (!names.has(name)) return `there is no server ${name} in ${input.id}`
  return askedTwice(change)
}

function withTiming(input: RiskInput, change: PoolChange): RiskInput['timing'] {
  const { timing } = input
  const { interMs, fastInterMs, fall, rise, timeoutCheckMs } = change
  const asked = [interMs, fastInterMs, fall, rise, timeoutCheckMs].some((one) => one !== null)
  if (!timing || !asked) return timing
  const changed = {
    ...timing.timing,
    interMs: interMs ?? timing.timing.interMs,
    fastInterMs: fastInterMs ?? timing.timing.fastInterMs,
    fall: fall ?? timing.timing.fall,
    timeoutCheckMs: timeoutCheckMs ?? timing.timing.timeoutCheckMs,
  }
  return { ...timing, timing: changed, rise: rise ?? timing.rise, assumption: 'checks as asked for' }
}

/** The input as it would be but for the servers that are lost: they take part until they are evicted. */
function changedInput(input: RiskInput, change: PoolChange): RiskInput {
  const drained = new Set(change.drain)
  return {
    ...input,
    requestsPerS: input.requestsPerS * change.load,
    timing: withTiming(input, change),
    servers: input.servers.map((server) => ({
      ...server,
      weight: change.weights[server.name] ?? server.weight,
      usable: server.usable && !drained.has(server.name),
    })),
  }
}

const without = (input: RiskInput, names: ReadonlySet<string>): RiskInput => ({
  ...input,
  servers: input.servers.map((one) => (names.has(one.name) ? { ...one, usable: false, strikes: null } : one)),
})

/** After the asked loss: its own load first, further losses after it. What stalls is lost until it has returned. */
function riskAfterLoss(input: RiskInput, lostForGood: readonly string[], stalls: readonly Stall[]): PoolRisk {
  const lose = [...lostForGood, ...stalls.map((one) => one.server)]
  const lost = new Set(lose)
  const left = riskOfPool(without(input, lost))
  if (input.capacity.reason) return left
  const answer = survivorsLoad(toLoadedPool(input), lost)
  if (!answer.ok)
    return {
      ...left,
      tier: answer.reason === 'no server is left' ? 'critical' : 'unknown',
      unknown: answer.reason,
    }
  const { load } = answer
  const quick = quickOf(input, load)
  const chance = stalls.length > 0 ? chanceWithStalls(input, lostForGood, stalls) : (quick?.chance ?? null)
  const { tier } = riskTier(load.limiting, fewestStrikes(without(input, lost)))
  const further = left.losses.map((loss) => ({
    ...loss,
    k: loss.k + lose.length,
    servers: [...lose, ...loss.servers],
  }))
  return {
    ...left,
    tier: TIERS[tier],
    unknown: tier === 'unknown' ? left.unknown : null,
    losses: [toLoss(load), ...further].slice(0, 8),
    furtherEviction: chance && { withinMs: WITHIN_MS, chance: toChance(chance), runs: 0 },
    assumptions: [
      ...left.assumptions,
      ...(lostForGood.length > 0
        ? [
            `${lostForGood.join(', ')}: lost at once, ${lostHow(input) === 'hang' ? 'hung for good' : 'unreachable for good'}`,
          ]
        : []),
      ...(quick?.assumptions ?? []),
    ],
  }
}

function questionOf(input: RiskInput, change: PoolChange): WhatIfForecast['simulation'] {
  const base = toPoolModel(input)
  if (!base.ok) return base
  const known = new Set(base.question.model.servers.map((one) => one.name))
  const changed = withWhatIf(base.question.model, {
    lose: change.lose.filter((name) => known.has(name)),
    how: lostHow(input),
    stall: Object.fromEntries(Object.entries(change.stall).filter(([name]) => known.has(name))),
  })
  if (!changed.ok) return changed
  // A minute from the moment on at which those that hang go on.
  const stalledMs = Math.max(0, ...Object.values(change.stall))
  const model = { ...changed.model, horizonMs: changed.model.horizonMs + stalledMs }
  const question = { ...base.question, model }
  if (isTooBusy(question)) return { ok: false, reason: 'more requests/s than can be simulated' }
  return { ok: true, question, replications: replicationsFor(question) }
}

export function forecastWhatIf(input: RiskInput, change: PoolChange): WhatIfAnswered {
  const reason = faultOf(input, change)
  if (reason) return { ok: false, reason }
  const now = riskOfPool(input)
  const changed = changedInput(input, change)
  const lose = change.lose.filter((name) => changed.servers.some((one) => one.name === name && one.usable))
  const stalls = toStalls(changed, change.stall)
  const evictable = stalls.filter((one) => one.evicted.high > 0)
  const risk =
    lose.length + evictable.length > 0 ? riskAfterLoss(changed, lose, evictable) : riskOfPool(changed)
  const then = { ...risk, assumptions: [...stalls.map(stallWords), ...risk.assumptions] }
  return { ok: true, forecast: { now, then, stalls, simulation: questionOf(changed, { ...change, lose }) } }
}
