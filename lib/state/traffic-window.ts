/** Seconds of traffic, newest last, no older than the window; a quiet second has no entry. */

import type { TrafficSecond } from '../model/server.ts'

export const TRAFFIC_WINDOW_S = 60

/** Writes into `seconds`; what is older than the window of its newest second is left out. */
export function addTraffic(
  seconds: TrafficSecond[],
  atMs: number,
  { requests, failures, unconnected = 0 }: Omit<TrafficSecond, 'second'>,
): void {
  if (requests <= 0 && failures <= 0) return
  const second = Math.floor(atMs / 1000)
  const newest = seconds.at(-1)?.second ?? second
  if (second <= newest - TRAFFIC_WINDOW_S) return
  let at = seconds.length
  while (at > 0 && seconds[at - 1]!.second > second) at--
  const same = seconds[at - 1]
  if (same !== undefined && same.second === second) {
    same.requests += requests
    same.failures += failures
    if (unconnected > 0) same.unconnected = (same.unconnected ?? 0) + unconnected
  } else {
    seconds.splice(at, 0, { second, requests, failures, ...(unconnected > 0 && { unconnected }) })
  }
  const oldest = Math.max(newest, second) - TRAFFIC_WINDOW_S
  while (seconds[0] !== undefined && seconds[0].second <= oldest) seconds.shift()
}
