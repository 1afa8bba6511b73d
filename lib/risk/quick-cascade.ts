/** The chance and the moment of a further eviction by closed formulas: the answer while the simulation still runs. */

import type { LoadRatio } from './capacity-band.ts'
import { normalShare } from './normal.ts'

/** The capacity band is read as nine times in ten. */
const Z90 = 1.645
/** Places in the band at which the chance is worked out for its mean. */
const PLACES = 15

export type MillisecondRange = { minMs: number; maxMs: number }

export type CascadeQuestion = {
  /** ρ on the survivors. */
  afterLoss: LoadRatio
  survivors: number
  /** Of one survivor. */
  capacityPerS: number
  /** Standard deviation of service times over their mean; 1 where not known. */
  serviceCv: number
  /** How long one check waits until it has failed. */
  failingCheckMs: number
  /** Connections that a server's kernel holds; SYNs beyond are dropped, a check's too. */
  backlog: number
  /** A `maxconn` that holds the queue in HAProxy: checks do not wait in it. */
  queuesInHaproxy: boolean
  /** From checks beginning to fail to the eviction. */
  timeToEvict: MillisecondRange
  /** Until the lost servers' traffic reaches the survivors; null where it has. */
  untilLost: MillisecondRange | null
  /** Requests that the lost servers held and that HAProxy then sends to the survivors, all at once. */
  returningRequests: number
  horizonMs: number
}

export type QuickCascade = {
  /** Within the horizon. `mid` null where capacity is only known to be at least something. */
  chance: { low: number; mid: number | null; high: number }
  /** After moment 0: one chance in ten at the high end of ρ, nine in ten at the low end; null where that never comes. */
  nextEvictionMs: { soonest: number; latest: number | null } | null
  assumptions: string[]
}

/** Work that has to pile up before one server, in ms of its time, until its checks fail. */
function pileMs({ failingCheckMs, backlog, capacityPerS }: CascadeQuestion): number {
  return Math.max(1, Math.min(failingCheckMs, (backlog * 1000) / capacityPerS))
}

/**
 * The chance that the pile before any survivor reaches its mark within `forMs`: work comes as Brownian motion with drift
 * ρ − 1, reflected at nothing to do; `ahead` requests are there already (inverse Gaussian where it grows, a rare event of known mean where it does not).
 */
function chanceAt(ratio: number, question: CascadeQuestion, forMs: number, ahead = 0): number {
  if (!(forMs > 0) || !(ratio > 0)) return 0
  const { survivors, capacityPerS, serviceCv } = question
  const mark = pileMs(question)
  const toGo = Math.max(1, mark - (ahead * 1000) / (survivors * capacityPerS))
  const drift = ratio - 1
  // Taking turns evens out arrivals over the survivors.
  const spread = (Math.max(1e-6, ratio * (1 / survivors + serviceCv ** 2)) * 1000) / capacityPerS
  const reach = (2 * drift * mark) / spread
  const meanMs =
    Math.abs(reach) < 1e-3
      ? mark ** 2 / spread
      : (spread / (2 * drift ** 2)) * (Math.exp(Math.min(600, -reach)) - 1 + reach)
  const rare = 1 - Math.exp(-forMs / meanMs)
  const root = Math.sqrt(spread * forMs)
  const turned = (2 * drift * toGo) / spread
  const mirrored = turned < 300 ? Math.exp(turned) * normalShare(-(drift * forMs + toGo) / root) : 0
  const hit = Math.min(1, normalShare((drift * forMs - toGo) / root) + mirrored)
  return 1 - (1 - (drift > 0 ? hit : Math.max(hit, rare))) ** survivors
}

/** When that chance passes `share`, by halving; null where it does not within ten horizons. */
function timeOf(share: number, ratio: number, question: CascadeQuestion, ahead: number): number | null {
  let [least, most] = [0, question.horizonMs * 10]
  if (chanceAt(ratio, question, most, ahead) < share) return null
  for (let halving = 0; halving < 30; halving++) {
    const middle = (least + most) / 2
    if (chanceAt(ratio, question, middle, ahead) < share) least = middle
    else most = middle
  }
  return most
}

export function quickCascade(question: CascadeQuestion): QuickCascade {
  const { afterLoss, timeToEvict, untilLost, horizonMs, queuesInHaproxy } = question
  const { low, mid, high } = afterLoss
  if (queuesInHaproxy)
    return {
      chance: { low: 0, mid: mid === null ? null : 0, high: 0 },
      nextEvictionMs: null,
      assumptions: ['maxconn keeps the queue in HAProxy: checks pass, requests wait until timeout queue'],
    }
  const middle = ({ minMs, maxMs }: MillisecondRange) => (minMs + maxMs) / 2
  const forMs = horizonMs - middle(timeToEvict) - (untilLost ? middle(untilLost) : 0)
  const at = (ratio: number) => chanceAt(ratio, question, forMs)
  let expected: number | null = null
  if (mid !== null) {
    const sigma = Math.max(0, (1 / Math.max(low, 1e-9) - 1 / high) / (2 * Z90))
    let [sum, weights] = [0, 0]
    for (let place = 0; place < PLACES; place++) {
      const z = -2.5 + (5 * place) / (PLACES - 1)
      const weight = Math.exp((-z * z) / 2)
      sum += weight * at(1 / Math.max(1e-9, 1 / mid + z * sigma))
      weights += weight
    }
    expected = sum / weights
  }
  // What returns may pile up at once, or be worked off on the way: the range holds both.
  const first = timeOf(0.1, high, question, high > 1 ? question.returningRequests : 0)
  const last = timeOf(0.9, low, question, 0)
  const chance = { low: at(low), mid: expected, high: at(high) }
  if (expected !== null) {
    chance.low = Math.min(chance.low, expected)
    chance.high = Math.max(chance.high, expected)
  }
  return {
    chance,
    nextEvictionMs:
      first === null
        ? null
        : {
            soonest: (untilLost?.minMs ?? 0) + timeToEvict.minMs + first,
            latest: last === null ? null : (untilLost?.maxMs ?? 0) + timeToEvict.maxMs + last,
          },
    assumptions: [
      'capacity is normal, within its band nine times in ten',
      `a check fails once ${Math.round(pileMs(question))} ms of work wait before a server`,
      'arrivals are independent, load stays as it is, nobody comes back',
    ],
  }
}
