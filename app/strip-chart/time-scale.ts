/** Which moment lies where on the chart, the ticks under it, and the spans of which nothing is known. */

export type TimeScale = { fromMs: number; toMs: number; leftPx: number; rightPx: number }

export function timeToX(atMs: number, scale: TimeScale): number {
  return scale.leftPx + ((atMs - scale.fromMs) / (scale.toMs - scale.fromMs)) * (scale.rightPx - scale.leftPx)
}

export function xToTime(x: number, scale: TimeScale): number {
  const share = (x - scale.leftPx) / (scale.rightPx - scale.leftPx)
  return scale.fromMs + Math.min(1, Math.max(0, share)) * (scale.toMs - scale.fromMs)
}

const TICK_STEPS_S = [
  0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800,
  3600, 7200, 21_600, 86_400, 172_800, 604_800,
]
const TICK_ROOM_PX = 96

/** Whole multiples of the smallest step whose labels have room, oldest first. */
export function timeTicks(scale: TimeScale): number[] {
  const most = Math.max(1, Math.floor((scale.rightPx - scale.leftPx) / TICK_ROOM_PX))
  const spanS = (scale.toMs - scale.fromMs) / 1000
  const stepMs = (TICK_STEPS_S.find((step) => spanS / step <= most) ?? spanS) * 1000
  const ticks: number[] = []
  for (let at = Math.ceil(scale.fromMs / stepMs) * stepMs; at <= scale.toMs; at += stepMs) ticks.push(at)
  return ticks
}

export type Span = { fromMs: number; toMs: number }

/** A second not yet told of is no gap until this much later. */
const LATE_MS = 2_500

/** The spans between two moments that no second covers; seconds are oldest first. */
export function gapsIn(seconds: readonly { second: number }[], fromMs: number, toMs: number): Span[] {
  const gaps: Span[] = []
  let coveredMs = fromMs
  for (const { second } of seconds) {
    const startMs = second * 1000
    if (startMs + 1000 <= fromMs || startMs >= toMs) continue
    if (startMs > coveredMs) gaps.push({ fromMs: coveredMs, toMs: startMs })
    coveredMs = Math.max(coveredMs, startMs + 1000)
  }
  if (toMs - coveredMs > LATE_MS) gaps.push({ fromMs: coveredMs, toMs })
  return gaps
}

/** Index of the second that contains the moment, or −1; oldest first. */
export function indexAt(seconds: readonly { second: number }[], atMs: number): number {
  const wanted = Math.floor(atMs / 1000)
  let low = 0
  let high = seconds.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = seconds[middle]!.second
    if (found === wanted) return middle
    if (found < wanted) low = middle + 1
    else high = middle - 1
  }
  return -1
}
