/** The timeline's answer to a page that is on its way to a browser: counted before it is asked for, given once. */

import type { TimelineView } from '#lib/views/timeline-view'
import type { TimelineQuestion } from './create-timeline.ts'

type Answer = (question: TimelineQuestion) => Promise<TimelineView>

/** Later it is counted anew. */
const KEPT_MS = 2_000
const KEPT_MOST = 4

export function createAhead(answer: Answer, now: () => number) {
  const kept = new Map<string, { view: Promise<TimelineView>; atMs: number }>()
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
      kept.set(keyOf(question), { view, atMs: now() })
      for (const key of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT_MOST))) kept.delete(key)
    },
    async timeline(question: TimelineQuestion): Promise<TimelineView> {
      const key = keyOf(question)
      const ready = kept.get(key)
      kept.delete(key)
      if (!ready || now() - ready.atMs > KEPT_MS) return answer(question)
      return { ...(await ready.view), nowMs: now() }
    },
  }
}
