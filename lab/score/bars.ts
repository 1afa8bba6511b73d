/** The promises that a score is held against. */

import type { Score } from './score-runs.ts'

export type Bar = { name: string; wanted: string; measured: string; met: boolean | null }

const DELAYS: Record<string, number> = {
  'vip-failover': 1000,
  'phantom-connections': 3000,
  'split-vip': 2000,
  'stale-neighbour': 4000,
  'blackholed-connections': 5000,
  'stalled-terminal': 10_000,
  'lying-health-check': 5000,
  'divergent-responses': 30_000,
}
const LEAST_SHARE = 0.98

const atLeast = (value: number | null) => (value === null ? null : value >= LEAST_SHARE)
const share = (value: number | null) => (value === null ? 'nothing to judge' : value.toFixed(3))

export function barsOf(score: Score): Bar[] {
  const delays = Object.entries(DELAYS).flatMap(([kind, wantedMs]): Bar[] => {
    const found = score.kinds.find((one) => one.kind === kind)
    if (!found?.bars.set) return []
    const { p95, n } = found.barredMs
    const measured = p95 === null ? 'never' : `${Math.round(p95)} ms (${n} of ${found.bars.set} found)`
    return [
      { name: `${kind}, p95`, wanted: `${wantedMs} ms`, measured, met: p95 !== null && p95 <= wantedMs },
    ]
  })
  const lists = score.kinds.find((one) => one.kind === 'phantom-connections')?.connections
  return [
    ...delays,
    ...(lists?.wanted
      ? [
          {
            name: 'phantom connections listed',
            wanted: 'all, and no healthy one',
            measured: `${lists.listed} of ${lists.wanted}, ${lists.wrong} wrong`,
            met: lists.listed === lists.wanted && lists.wrong === 0,
          },
        ]
      : []),
    {
      name: 'precision',
      wanted: `${LEAST_SHARE}`,
      measured: share(score.precision),
      met: atLeast(score.precision),
    },
    { name: 'recall', wanted: `${LEAST_SHARE}`, measured: share(score.recall), met: atLeast(score.recall) },
    {
      name: 'root cause at rank 1',
      wanted: `${LEAST_SHARE}`,
      measured: `${share(score.rootCause.share)} (${score.rootCause.right} of ${score.rootCause.judged})`,
      met: atLeast(score.rootCause.share),
    },
    {
      name: 'one incident a failure',
      wanted: 'always',
      measured: `${score.incidents.right} of ${score.incidents.judged} runs`,
      met: score.incidents.judged ? score.incidents.right === score.incidents.judged : null,
    },
    {
      name: 'false alarms where nothing happened',
      wanted: 'none',
      measured: `${score.negatives.falseAlarms} in ${(score.negatives.watchedMs / 60_000).toFixed(1)} min`,
      met: score.negatives.watchedMs ? score.negatives.falseAlarms === 0 : null,
    },
  ]
}
