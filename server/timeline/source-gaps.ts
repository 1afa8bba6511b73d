/** When a source was not heard: from the event that says it was lost to the one that says it is back. */

import { laneOf } from '#lib/model/lane'
import { loadEvents } from '#lib/store/load-events'
import type { Store } from '#lib/store/store'
import type { TimelineGap } from '#lib/views/timeline-view'

/** Losses looked at, the newest first. */
const LOSSES_MOST = 500

export async function sourceGaps(
  store: Store,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<TimelineGap[]> {
  const until = { fromMs: 0, toMs, limit: LOSSES_MOST }
  const [lost, back] = await Promise.all([
    loadEvents(store, { ...until, kind: 'source-lost' }),
    loadEvents(store, { ...until, kind: 'source-recovered' }),
  ])
  const gaps: TimelineGap[] = []
  for (const event of lost.events) {
    const lane = laneOf({ ...event, host: event.host ?? null }).id
    const source = event.seenBy.join(' · ')
    const end = back.events.findLast(
      (each) =>
        each.atMs >= event.atMs &&
        each.loadBalancer === event.loadBalancer &&
        shares(each.seenBy, event.seenBy),
    )
    if (end && end.atMs < fromMs) continue
    gaps.push({ lane, fromMs: event.atMs, toMs: end?.atMs ?? null, text: `${source || lane} was not heard` })
  }
  return gaps
}

const shares = (a: readonly string[], b: readonly string[]) => a.some((each) => b.includes(each))
