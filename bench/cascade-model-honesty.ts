/** Are bands of capacity and of chance what they claim? Pools whose truth is known, seen only through their traffic. */

import type { CapacitySecond } from '#lib/risk/capacity-evidence'
import { capacityFromResponseTime } from '#lib/risk/capacity-from-response-time'
import type { Duration } from '#lib/risk/draw'
import { examplePool } from '#lib/risk/example-pool'
import { forecastCascade, withCapacity } from '#lib/risk/forecast-cascade'
import { quickCascade } from '#lib/risk/quick-cascade'
import { createRandom, type Random } from '#lib/risk/random'
import { type Bar, told } from './bars.ts'
import { hung, simulate } from './cascade-model.ts'

type Kind = { slots: number; service: Duration; cv: number }
const KINDS: Kind[] = [
  { slots: 4, service: { kind: 'exponential', meanMs: 20 }, cv: 1 },
  { slots: 4, service: { kind: 'fixed', meanMs: 20 }, cv: 0 },
  { slots: 1, service: { kind: 'lognormal', meanMs: 10, cv: 1.5 }, cv: 1.5 },
  { slots: 8, service: { kind: 'lognormal', meanMs: 80, cv: 0.5 }, cv: 0.5 },
]
const nameOf = ({ slots, service }: Kind) => `${slots} × ${service.kind}`

/** Ten minutes of a server whose load swings up to `most`, second by second. */
function watch(kind: Kind, most: number, random: Random): CapacitySecond[] {
  const seconds: CapacitySecond[] = []
  const quiet = { ...examplePool(1, 1).check, serviceMs: 0 }
  for (let second = 0; second < 600; second++) {
    const load = 0.15 + (most - 0.15) * (0.5 - 0.5 * Math.cos((second / 600) * 4 * Math.PI))
    const { slots, service } = kind
    const model = examplePool(
      1,
      load,
      { slots, service, backlog: 1e6 },
      { warmUpMs: 600, horizonMs: 1000, check: quiet },
    )
    const run = simulate(model, random() * 2 ** 32)
    if (run.served)
      seconds.push({ throughputPerS: run.served, responseMs: run.responseMs / run.served, queued: null })
  }
  return seconds
}

/** Capacity known from response time alone: does the band hold the truth, and how wide is it? */
export function capacityBars(): Bar[] {
  const random = createRandom(11)
  let [held, asked] = [0, 0]
  const bars = KINDS.map((kind) => {
    const figures = [0.5, 0.7, 0.85].map((most) => {
      const truth = kind.slots / (kind.service.kind === 'empirical' ? 1 : kind.service.meanMs / 1000)
      let [known, wide] = [0, 0]
      for (let turn = 0; turn < 8; turn++) {
        const answer = capacityFromResponseTime(watch(kind, most, random))
        if (!answer.ok) continue
        const { lowPerS, highPerS } = answer.estimate
        known++
        asked++
        wide += ((highPerS ?? 0) - lowPerS) / truth / 2
        if (lowPerS <= truth && (highPerS ?? 0) >= truth) held++
      }
      return known
        ? `ρ ≤ ${most}: ± ${((100 * wide) / known).toFixed(0)} % (${known} of 8)`
        : `ρ ≤ ${most}: says it cannot tell`
    })
    return told(`capacity from response time, ${nameOf(kind)}`, figures.join('; '))
  })
  const share = held / Math.max(1, asked)
  const figure = `${(100 * share).toFixed(0)} % of ${asked}`
  return [...bars, { what: 'its band holds the truth', figure, bar: '≥ 90 %', ok: share >= 0.9 }]
}

const CASES = 60
const REPLICATIONS = 24
/** The estimate of capacity is off by up to this share. */
const ESTIMATE_OFF = 0.05

/** Pools around ρ₁ = 1 whose capacity is known to 5 %: the chance that was told, and what then came. */
export function honestyBars(): Bar[] {
  const random = createRandom(5)
  const brier: Record<string, number> = {}
  const reliability = Array.from({ length: 5 }, () => ({ told: 0, came: 0, cases: 0 }))
  let quickMs = 0
  for (let at = 0; at < CASES; at++) {
    const kind = KINDS[at % KINDS.length]!
    const load = 0.8 + 0.4 * random()
    const { slots, service } = kind
    const truth = examplePool(5, load * 0.8, { slots, service }, { faults: hung('s1'), horizonMs: 60_000 })
    const came = simulate(truth, random() * 2 ** 32).evictions.some(({ server }) => server !== 's1') ? 1 : 0
    const off = 1 + ESTIMATE_OFF * (2 * random() - 1)
    const band = { low: 1 - ESTIMATE_OFF, high: 1 + ESTIMATE_OFF }
    const forecast = forecastCascade(withCapacity(truth, off), band, REPLICATIONS, random)
    if (!forecast.ok) throw new Error(forecast.reason)
    let told = 0
    for (const step of forecast.steps) told = step.forecast?.chance.mid ?? told
    const capacityPerS = (off * slots * 1000) / (service.kind === 'empirical' ? 1 : service.meanMs)
    const seen = load / off
    const startedMs = performance.now()
    const quick = quickCascade({
      afterLoss: { low: seen / band.high, mid: seen, high: seen / band.low },
      survivors: 4,
      capacityPerS,
      serviceCv: kind.cv,
      failingCheckMs: 1000,
      backlog: 128,
      queuesInHaproxy: false,
      timeToEvict: { minMs: 3000, maxMs: 4000 },
      untilLost: { minMs: 3000, maxMs: 4000 },
      returningRequests: 0,
      horizonMs: 60_000,
    })
    quickMs = Math.max(quickMs, performance.now() - startedMs)
    const guesses = { simulation: told, quick: quick.chance.mid ?? 0.5, 'ρ₁ > 1': seen > 1 ? 1 : 0 }
    for (const [who, guess] of Object.entries(guesses))
      brier[who] = (brier[who] ?? 0) + (guess - came) ** 2 / CASES
    const group = reliability[Math.min(4, Math.floor(told * 5))]!
    group.told += told
    group.came += came
    group.cases++
  }
  const curve = reliability
    .filter(({ cases }) => cases)
    .map(({ told, came, cases }) => `${(told / cases).toFixed(2)} → ${(came / cases).toFixed(2)} (${cases})`)
  const others = Object.entries(brier).map(([who, value]) => `${who} ${value.toFixed(3)}`)
  return [
    told(`Brier score, ${CASES} pools with ρ₁ 0.8–1.2, capacity known to 5 %`, others.join(', ')),
    told('told → came (pools)', curve.join('; ')),
    { what: 'slowest quick answer', figure: `${quickMs.toFixed(1)} ms`, bar: '≤ 20 ms', ok: quickMs <= 20 },
  ]
}
