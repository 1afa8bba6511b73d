/** What would become of a pool if servers were lost, drained or re-weighted, checked otherwise, or asked for more. */

import type { PoolRisk } from '../model/pool-risk.ts'
import { riskTier } from '../risk/headroom.ts'
import { survivorsLoad } from '../risk/survivors-load.ts'
import { withWhatIf } from '../risk/what-if.ts'
import { quickOf, toChance, WITHIN_MS } from './risk-chance.ts'
import type { RiskInput } from './risk-input.ts'
import { isTooBusy, lostHow, replicationsFor } from './risk-job.ts'
import { type SimulatedQuestion, toPoolModel } from './risk-model.ts'
import { fewestStrikes, riskOfPool, TIERS, toLoadedPool, toLoss } from './risk-of-pool.ts'

/** What is absent stays as it is; times in ms. */
export type PoolChange = {
  lose: string[]
  drain: string[]
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
  /** With `lose`, its first loss is the one that was asked for. */
  then: PoolRisk
  simulation: { ok: true; question: SimulatedQuestion; replications: number } | { ok: false; reason: string }
}
export type WhatIfAnswered = { ok: true; forecast: WhatIfForecast } | { ok: false; reason: string }

function faultOf(input: RiskInput, change: PoolChange): string | null {
  const names = new Set(input.servers.map((one) => one.name))
  for (const name of [...change.lose, ...change.drain, ...Object.keys(change.weights)])
    if (!names.has(name)) return `there is no server ${name} in ${input.id}`
  const both = change.lose.find((name) => change.drain.includes(name))
  return both === undefined ? null : `${both} is both lost and drained`
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

/** After the asked loss: its own load first, further losses after it. */
function riskAfterLoss(input: RiskInput, lose: readonly string[]): PoolRisk {
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
    furtherEviction: quick && { withinMs: WITHIN_MS, chance: toChance(quick.chance), runs: 0 },
    assumptions: [
      ...left.assumptions,
      `${lose.join(', ')}: lost at once, ${lostHow(input) === 'hang' ? 'hung for good' : 'unreachable for good'}`,
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
  })
  if (!changed.ok) return changed
  const question = { ...base.question, model: changed.model }
  if (isTooBusy(question)) return { ok: false, reason: 'more requests/s than can be simulated' }
  return { ok: true, question, replications: replicationsFor(question) }
}

export function forecastWhatIf(input: RiskInput, change: PoolChange): WhatIfAnswered {
  const reason = faultOf(input, change)
  if (reason) return { ok: false, reason }
  const now = riskOfPool(input)
  const changed = changedInput(input, change)
  const lose = change.lose.filter((name) => changed.servers.some((one) => one.name === name && one.usable))
  const then = lose.length > 0 ? riskAfterLoss(changed, lose) : riskOfPool(changed)
  return { ok: true, forecast: { now, then, simulation: questionOf(changed, { ...change, lose }) } }
}
