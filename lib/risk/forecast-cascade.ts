/** The chance of a further eviction, from many simulated runs with capacity drawn from its band. */

import { type CascadeRun, lostOf } from './cascade-run.ts'
import type { Duration } from './draw.ts'
import { shareInterval } from './normal.ts'
import { MAX_SERVERS, type PoolModel } from './pool-model.ts'
import { createRandom, type Random } from './random.ts'
import { createSimulation } from './simulate-cascade.ts'

export const MAX_REPLICATIONS = 2000
/** Between two looks at the progress, so that a caller can stop or do other things. */
export const EVENTS_A_STEP = 20_000
/** One run of a pool that is too large ends here. */
export const MAX_EVENTS_A_RUN = 20_000_000
/** 80 % of a normal distribution lies within ± this. */
const Z80 = 1.282
/** Runs at the band's ends: every so many-th at each. */
const END_EVERY = 4

/** What the servers can do, as factors on the model's own capacity: 0.9 is 10 % less. */
export type CapacityFactors = { low: number; high: number }

export type CascadeForecast = {
  /** Of a further eviction, of a server that has no fault of its own. `low`: were capacity at its high end. */
  chance: { low: number; mid: number; high: number }
  /** Of an eviction of one that has a fault of its own, over the band. */
  chanceFaulty: number
  /** Of a moment without any usable server, over the band. */
  chanceEmpty: number
  replications: number
  of: number
  /** Of the first further eviction, over runs that had one, after moment 0. Null where none had. */
  firstEvictionMs: { p10: number; median: number; p90: number } | null
  /** Within the horizon, mean over the band. */
  expectedRequestsLost: number
  expectedShareLost: number
  assumptions: string[]
}

export type ForecastStep = { done: boolean; events: number; forecast: CascadeForecast | null }
export type Forecast = { ok: true; steps: Generator<ForecastStep, void> } | { ok: false; reason: string }

type Tally = { runs: number; evicted: number; faulty: number; empty: number; lost: number; shareLost: number }
const tally = (): Tally => ({ runs: 0, evicted: 0, faulty: 0, empty: 0, lost: 0, shareLost: 0 })

function scaled(service: Duration, factor: number): Duration {
  if (service.kind === 'empirical')
    return { kind: 'empirical', valuesMs: service.valuesMs.map((valueMs) => valueMs / factor) }
  return { ...service, meanMs: service.meanMs / factor }
}

/** The same pool whose servers do `factor` of what they did. */
export function withCapacity(model: PoolModel, factor: number): PoolModel {
  const servers = model.servers.map((server) => ({ ...server, service: scaled(server.service, factor) }))
  return { ...model, servers }
}

/** Even over the band whatever number of runs there will be: the digits of the run's number, mirrored. */
function spot(run: number): number {
  let [at, half] = [0, 0.5]
  for (let rest = run; rest > 0; rest >>= 1, half /= 2) if (rest & 1) at += half
  return at
}

function shareOf(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function assumptionsOf(model: PoolModel, band: CapacityFactors): string[] {
  const percent = (factor: number) => `${Math.round(factor * 100)} %`
  return [
    `capacity between ${percent(band.low)} and ${percent(band.high)} of the estimate, all servers alike, each value as likely`,
    `requests arrive independently at ${(model.arrivalsPerS * model.loadFactor).toFixed(0)}/s for ${model.horizonMs / 1000} s`,
    `service times ${model.servers[0]?.service.kind ?? 'unknown'}; one connection a request; a request that was given up is still worked on`,
    `checks wait behind requests; HAProxy itself and the network are no bottleneck`,
  ]
}

/** Runs one after the other, giving way every `EVENTS_A_STEP` events; the first forecast comes after the first run of each kind. */
export function forecastCascade(
  model: PoolModel,
  band: CapacityFactors,
  replications: number,
  random: Random,
): Forecast {
  if (!(band.low > 0 && band.high >= band.low && band.high < 1e6))
    return { ok: false, reason: 'the capacity band is not above 0' }
  if (!(replications >= 1 && replications <= MAX_REPLICATIONS))
    return { ok: false, reason: `replications are not 1 to ${MAX_REPLICATIONS}` }
  if (model.servers.length > MAX_SERVERS) return { ok: false, reason: `more than ${MAX_SERVERS} servers` }
  const tried = createSimulation(withCapacity(model, band.low), createRandom(0))
  if (!tried.ok) return tried
  return { ok: true, steps: runAll(model, band, replications, random) }
}

function* runAll(
  model: PoolModel,
  band: CapacityFactors,
  of: number,
  random: Random,
): Generator<ForecastStep, void> {
  const [atLow, drawn, atHigh] = [tally(), tally(), tally()]
  const firstMs: number[] = []
  const faulty = new Set(model.faults.map((fault) => fault.server))
  const assumptions = assumptionsOf(model, band)
  let [events, cut] = [0, 0]

  const count = (into: Tally, run: CascadeRun) => {
    const further = run.evictions.find(({ server, atMs }) => atMs >= 0 && !faulty.has(server))
    into.runs++
    if (further) into.evicted++
    if (run.evictions.some(({ server, atMs }) => atMs >= 0 && faulty.has(server))) into.faulty++
    if (further && into === drawn) firstMs.push(further.atMs)
    if (run.emptyAtMs !== null) into.empty++
    into.lost += lostOf(run)
    into.shareLost += run.requests > 0 ? lostOf(run) / run.requests : 0
  }
  const look = (): CascadeForecast => {
    const sorted = [...firstMs].sort((a, b) => a - b)
    const mid = drawn.evicted / drawn.runs
    const low = shareInterval(atHigh.evicted, atHigh.runs, Z80).low
    const high = shareInterval(atLow.evicted, atLow.runs, Z80).high
    return {
      chance: { low: Math.min(low, mid), mid, high: Math.max(high, mid) },
      chanceFaulty: drawn.faulty / drawn.runs,
      chanceEmpty: drawn.empty / drawn.runs,
      replications: atLow.runs + drawn.runs + atHigh.runs,
      of,
      firstEvictionMs: sorted.length
        ? { p10: shareOf(sorted, 0.1), median: shareOf(sorted, 0.5), p90: shareOf(sorted, 0.9) }
        : null,
      expectedRequestsLost: drawn.lost / drawn.runs,
      expectedShareLost: drawn.shareLost / drawn.runs,
      assumptions: cut > 0 ? [...assumptions, `${cut} runs were too large and cut short`] : assumptions,
    }
  }

  for (let at = 0; at < of; at++) {
    const turn = at % END_EVERY
    const into = turn === 1 ? atLow : turn === 2 ? atHigh : drawn
    const place = into === atLow ? 0 : into === atHigh ? 1 : spot(drawn.runs + 1)
    const factor = band.low + (band.high - band.low) * place
    const simulated = createSimulation(withCapacity(model, factor), createRandom(random() * 2 ** 32))
    if (!simulated.ok) return
    const { advance, run } = simulated.simulation
    const before = events
    let ended = false
    while (!ended) {
      ended = advance(EVENTS_A_STEP)
      events = before + run.events
      if (!ended && run.events >= MAX_EVENTS_A_RUN) {
        cut++
        break
      }
      if (!ended) yield { done: false, events, forecast: drawn.runs > 0 ? look() : null }
    }
    count(into, run)
    yield { done: at === of - 1, events, forecast: look() }
  }
}
