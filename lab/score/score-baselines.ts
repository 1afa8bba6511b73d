/** What simpler watchers would have said of the same runs: HAProxy's own word, and one-look rules. */

import { quantile, ratio } from './arithmetic.ts'
import type { JudgedRun } from './judge-run.ts'

export type BaselineScore = {
  name: string
  /** The finding kind that it stands in for. */
  kind: string
  precision: number | null
  recall: number | null
  alarms: number
  medianMs: number | null
}

/** Times of its alarms in one run; null where it cannot see there at all. */
type Rule = { name: string; kind: string; alarms: (run: JudgedRun) => number[] | null }

const RULES: Rule[] = [
  {
    name: 'HAProxy: a server is DOWN',
    kind: 'phantom-connections',
    alarms: ({ result }) => result.haproxyDown.map((one) => one.atMs),
  },
  {
    name: 'any MAC change is a failover',
    kind: 'vip-failover',
    // The lab reads MACs from /proc/net/arp, which has no IPv6.
    alarms: ({ result }) =>
      result.scenario.site.vips.every((vip) => vip.address.includes(':'))
        ? null
        : result.naive.macChanges.map((one) => one.atMs),
  },
  {
    name: 'one look at both ends',
    kind: 'phantom-connections',
    alarms: ({ result }) =>
      result.naive.unmatched
        .filter((one) => one.count > 0 && one.atMs >= result.startMs)
        .map((one) => one.atMs),
  },
]

/** A run counts once: rightly alarmed, wrongly alarmed, or missed. */
export function scoreBaselines(runs: readonly JudgedRun[]): BaselineScore[] {
  return RULES.map(({ name, kind, alarms }) => {
    let [right, wrong, missed] = [0, 0, 0]
    const delays: number[] = []
    for (const run of runs) {
      const times = alarms(run)
      if (times === null) continue
      const wanted = run.reports.find((one) => one.expected.kind === kind && !one.doubt)
      if (times.length && wanted) {
        right++
        const since = run.result.events.find((event) => event.what === 'fault')?.atMs
        if (since !== undefined) delays.push(Math.min(...times) - since)
      } else if (times.length) wrong++
      else if (wanted) missed++
    }
    return {
      ...{ name, kind, alarms: right + wrong, medianMs: quantile(delays, 0.5) },
      precision: ratio(right, right + wrong),
      recall: ratio(right, right + missed),
    }
  })
}
