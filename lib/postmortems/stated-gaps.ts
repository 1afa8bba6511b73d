/** The stretches of a window in which nothing was read, so that silence is not taken for calm. */

import type { FrozenNetwork, FrozenPool, StatedGap } from './frozen-evidence.ts'

/** Named at most; what is not named is counted by the caller's cut. */
export const GAPS_MOST = 200

type Window = { fromMs: number; toMs: number }

function gapsOf(seconds: readonly { second: number }[], { fromMs, toMs }: Window): Window[] {
  const gaps: Window[] = []
  let coveredMs = fromMs
  for (const { second } of seconds) {
    const startMs = second * 1000
    if (startMs > coveredMs && startMs < toMs) gaps.push({ fromMs: coveredMs, toMs: startMs })
    coveredMs = Math.max(coveredMs, startMs + 1000)
  }
  if (coveredMs < toMs) gaps.push({ fromMs: coveredMs, toMs })
  return gaps
}

/** Oldest first within each subject; seconds are oldest first. */
export function statedGaps(
  pools: readonly FrozenPool[],
  networks: readonly FrozenNetwork[],
  window: Window,
): StatedGap[] {
  return [
    ...pools.flatMap(({ pool, seconds }) =>
      gapsOf(seconds, window).map((gap) => ({ channel: 'pool' as const, subject: pool, ...gap })),
    ),
    ...networks.flatMap(({ address, seconds }) =>
      gapsOf(seconds, window).map((gap) => ({ channel: 'network' as const, subject: address, ...gap })),
    ),
  ]
}
