/** The timeline's answer to a page that is on its way to a browser: counted before it is asked for, given once. */

import type { TimelineView } from '#lib/views/timeline-view'
import type { TimelineQuestion } from './create-timeline.ts'

type Answer = (question: TimelineQuestion) => Promise<TimelineView>

/** Nobody comes for it any more: it is megabytes. */
const KEPT_MS = 2_000
const KEPT_MOST = 4

export function createAhead(answer: Answer, now: () => number) {
  const kept = new Map<string, Promise<TimelineView>>()
  const keyOf = ({ fromMs, toMs, buckets }: TimelineQuestion) => `${fromMs} ${toMs} ${buckets}`
  return {
    /** `/api/v1/timeline?…`, of the live record. */
    ask(address: string): void {
      const { searchParams } = new URL(address, 'http://polygraph')
      if (searchParams.has('import')) return
      const [fromMs, toMs, buckets] = ['from', 'to', 'buckets'].map((name) => Number(searchParams.get(name)))
      if (!fromMs || !toMs || !buckets) return
      const question = { fromMs, toMs, buckets }
      const view = answer(question)
      // Whoever asks is told.
      view.catch(() => {})
      const key = keyOf(question)
      kept.set(key, view)
      setTimeout(() => kept.get(key) === view && kept.delete(key), KEPT_MS).unref()
      for (const key of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT_MOST))) kept.delete(key)
    },
    async timeline(question: TimelineQuestion): Promise<TimelineView> {
      const key = keyOf(question)
      const ready = kept.get(key)
      kept.delete(key)
      return ready ? { ...(await ready), nowMs: now() } : answer(question)
    },
  }
}
