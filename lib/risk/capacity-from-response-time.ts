/** Capacity from response time rising with load: a queue before equal slots (M/M/c), fitted to what was seen. */

import { type CapacitySecond, type Estimated, errorOfMean, mean, usableSeconds } from './capacity-evidence.ts'
import { meanWait } from './erlang-c.ts'

const MIN_SECONDS = 120
/** One second's count is mostly chance: seconds in a row are taken together first. */
const BLOCK_SECONDS = 10
/** Blocks are then grouped by throughput into so many points. */
const POINTS = 12
/** Response time has to be known no better than this share: HAProxy's averages lag behind. */
const LEAST_ERROR = 0.02
const SLOTS = [1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 128]
/** Waits beside those of exponential service times: (1 + cv²) / 2 for cv 0 to 1.5. */
const VARIABILITY = [0.5, 0.75, 1, 1.6]
/** From the most that was carried up to so many times that. */
const MOST_TIMES = 6
const STEPS = 80
/** χ² may be this much above the best: 90 % of one parameter. */
const CHI_SQUARE_90 = 2.71
/** The busiest point is slower than the calmest by this share at least, and beyond chance (3 σ). */
const LEAST_RISE = 0.1
const SURE_RISE = 9
/** No band is narrower than this share to each side: real servers are no such queue. */
const LEAST_SPREAD = 0.08
/** A band wider than this says nothing. */
const WIDEST = 2

type Point = { throughputPerS: number; responseMs: number; errorMs: number }

function toPoints(seconds: readonly CapacitySecond[]): Point[] {
  const blocks: Omit<CapacitySecond, 'queued'>[] = []
  for (let from = 0; from + BLOCK_SECONDS <= seconds.length; from += BLOCK_SECONDS) {
    const block = seconds.slice(from, from + BLOCK_SECONDS)
    const requests = block.reduce((sum, second) => sum + second.throughputPerS, 0)
    const spentMs = block.reduce((sum, second) => sum + second.throughputPerS * second.responseMs, 0)
    blocks.push({ throughputPerS: requests / BLOCK_SECONDS, responseMs: spentMs / requests })
  }
  const sorted = blocks.sort((a, b) => a.throughputPerS - b.throughputPerS)
  const size = Math.ceil(sorted.length / POINTS)
  const points: Point[] = []
  for (let from = 0; from < sorted.length; from += size) {
    const group = sorted.slice(from, from + size)
    const times = group.map((second) => second.responseMs)
    const responseMs = mean(times)
    const error = errorOfMean(times)
    points.push({
      throughputPerS: mean(group.map((second) => second.throughputPerS)),
      responseMs,
      errorMs: Math.max(LEAST_ERROR * responseMs, Number.isFinite(error) ? error : responseMs),
    })
  }
  return points
}

/** χ² with the unloaded response time that fits these waits best; null where the two contradict each other. */
function misfit(points: readonly Point[], waitsMs: readonly number[], serviceMs: number): number | null {
  let [sum, weights] = [0, 0]
  for (const [index, { responseMs, errorMs }] of points.entries()) {
    sum += (responseMs - waitsMs[index]!) / errorMs ** 2
    weights += 1 / errorMs ** 2
  }
  const unloadedMs = sum / weights
  // A request cannot take less than its own work.
  if (unloadedMs < 0.9 * serviceMs) return null
  let chi = 0
  for (const [index, { responseMs, errorMs }] of points.entries())
    chi += ((responseMs - waitsMs[index]! - unloadedMs) / errorMs) ** 2
  return chi
}

type Fit = { capacityPerS: number; chi: number }

function fitAll(points: readonly Point[], most: number): Fit[] {
  const slowest = Math.max(...points.map((point) => point.responseMs))
  const fits: Fit[] = []
  for (let step = 1; step <= STEPS; step++) {
    const capacityPerS = most * MOST_TIMES ** (step / STEPS)
    for (const slots of SLOTS) {
      const serviceMs = (slots * 1000) / capacityPerS
      if (serviceMs > slowest) break
      const waits = points.map(
        (point) => serviceMs * meanWait(slots, (slots * point.throughputPerS) / capacityPerS),
      )
      for (const times of VARIABILITY) {
        const scaled = waits.map((wait) => wait * times)
        const chi = misfit(points, scaled, serviceMs)
        if (chi !== null && Number.isFinite(chi)) fits.push({ capacityPerS, chi })
      }
    }
  }
  return fits
}

/** Bounds come out on both sides, or a reason: response time may not have risen enough to tell. */
export function capacityFromResponseTime(all: readonly CapacitySecond[]): Estimated {
  const seconds = usableSeconds(all)
  if (seconds.length < MIN_SECONDS)
    return { ok: false, reason: `${seconds.length} seconds with traffic are fewer than ${MIN_SECONDS}` }
  const points = toPoints(seconds)
  const most = Math.max(...points.map((point) => point.throughputPerS))
  const fits = fitAll(points, most)
  const chi = Math.min(...fits.map((fit) => fit.chi))
  const freedom = Math.max(1, points.length - 3)
  const flat = misfit(
    points,
    points.map(() => 0),
    0,
  )
  const risen = points.at(-1)!.responseMs / points[0]!.responseMs - 1
  if (!(risen >= LEAST_RISE && flat !== null && flat - chi >= SURE_RISE))
    return { ok: false, reason: 'response time has not risen with load enough to tell' }
  if (chi > 4 * freedom) return { ok: false, reason: 'response time changes for other reasons than load' }
  const limit = chi + CHI_SQUARE_90 * Math.max(1, chi / freedom)
  const near = fits.filter((fit) => fit.chi <= limit)
  let lowPerS = Math.min(...near.map((fit) => fit.capacityPerS))
  let highPerS = Math.max(...near.map((fit) => fit.capacityPerS))
  if (highPerS > WIDEST * lowPerS)
    return { ok: false, reason: 'response time has not risen with load enough to tell' }
  const weights = near.map((fit) => Math.exp((chi - fit.chi) / 2))
  const midPerS =
    near.reduce((sum, fit, index) => sum + fit.capacityPerS * weights[index]!, 0) /
    weights.reduce((sum, weight) => sum + weight, 0)
  lowPerS = Math.min(lowPerS, midPerS * (1 - LEAST_SPREAD))
  highPerS = Math.max(highPerS, midPerS * (1 + LEAST_SPREAD))
  const assumption = `response time rises as a queue before equal workers does; seen up to ${most.toFixed(0)}/s`
  return { ok: true, estimate: { source: 'response-time', lowPerS, midPerS, highPerS, assumption } }
}
