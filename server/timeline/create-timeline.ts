/** Answers for any window of the timeline: events counted from the index, the rest from the store. */

import type { Annotation } from '#lib/model/annotation'
import type { Incident } from '#lib/model/incident'
import { compareLanes } from '#lib/model/lane'
import type { LbEvent } from '#lib/model/lb-event'
import { deleteAnnotation, loadAnnotation, loadAnnotations, saveAnnotation } from '#lib/store/annotations'
import { KNOWN_PARTS, loadGaps } from '#lib/store/load-coverage'
import { EVENTS_PAGE_LIMIT, loadEvents } from '#lib/store/load-events'
import { scanEvents } from '#lib/store/scan-events'
import type { Store } from '#lib/store/store'
import { createCells } from '#lib/timeline/cells'
import { countAll, countWindow, momentsIn, totalIn } from '#lib/timeline/count-window'
import { AMENDED_WITHIN_MS, createEventIndex } from '#lib/timeline/event-index'
import type { TimelineLane, TimelineView } from '#lib/views/timeline-view'
import { toEventView } from '#lib/views/to-event-view'
import { toTimelineBar } from '#lib/views/to-timeline-bar'
import { createAhead } from './ahead.ts'
import { sourceGaps } from './source-gaps.ts'

/** Events told one by one, with their words. */
const TOLD_MOST = 1_000
/** Cells of one answer, about: buckets grow where lanes are many and events are more than this. */
const CELLS_MOST = 100_000
const BARS_MOST = 500
const WHOLE_PARTS = 600
/** What is empty on both sides of the record in its small picture. */
const WHOLE_LEAST_MS = 60_000

export type TimelineQuestion = { fromMs: number; toMs: number; buckets: number }
export type Timeline = ReturnType<typeof createTimeline>

type Port = {
  incidents: (question: { fromMs: number; toMs: number; limit: number }) => Promise<Incident[]>
  /** Events older than this are deleted from the store. */
  keepMs: number
  now: () => number
}

export function createTimeline(store: Store, { incidents, keepMs, now }: Port) {
  const index = createEventIndex()
  const cells = createCells()
  /** Told while the record is still being read. */
  let waiting: LbEvent[] | null = []
  let problem: string | null = null
  const read = readAll().catch((error: Error) => {
    problem = error.message
  })

  async function readAll(): Promise<void> {
    const oldMs = now() - AMENDED_WITHIN_MS
    for await (const part of scanEvents(store)) {
      index.putOld(part.filter((each) => each.observedAtMs < oldMs))
      for (const each of part) if (each.observedAtMs >= oldMs) index.put(each)
    }
    for (const each of waiting ?? []) index.put(each)
    waiting = null
  }

  async function count({ fromMs, toMs, buckets }: TimelineQuestion): Promise<TimelineView> {
    await read
    if (problem) throw new Error(`The record could not be read: ${problem}`)
    index.dropBefore(now() - keepMs)
    const columns = index.columns()
    const lanes = index.lanes()
    const fits = Math.max(100, Math.floor(CELLS_MOST / Math.max(1, lanes.length)))
    const finest = totalIn(columns, { fromMs, toMs }) > CELLS_MOST ? Math.min(buckets, fits) : buckets
    const counted = countWindow(columns, lanes.length, { fromMs, toMs, buckets: finest }, cells)
    const drawn: TimelineLane[] = lanes.map((lane, number) => {
      const own = counted.cells[number]!
      const count = counted.counts[number]!
      const before = counted.before[number]!
      return { ...lane, count, before: before < 0 ? null : before, cells: own }
    })
    const stretch = { fromMs, toMs }
    const [bars, gaps, lost, annotations, events] = await Promise.all([
      incidents({ ...stretch, limit: BARS_MOST }),
      loadGaps(
        store,
        { fromMs, toMs: Math.min(toMs, now()) },
        momentsIn(columns, { ...stretch, parts: KNOWN_PARTS }),
      ),
      sourceGaps(store, stretch),
      loadAnnotations(store, stretch),
      counted.total <= TOLD_MOST ? tellAll(store, stretch) : null,
    ])
    const first = columns.count ? columns.atMs[0]! : now()
    const whole = { fromMs: Math.min(first, now() - WHOLE_LEAST_MS), toMs: now() }
    return {
      ...stretch,
      bucketMs: counted.bucketMs,
      total: counted.total,
      byClass: counted.byClass,
      lanes: drawn.sort(compareLanes),
      events,
      bars: bars.map(toTimelineBar),
      gaps: [...(gaps ?? []).map((gap) => ({ lane: null, ...gap, text: 'nothing was recorded' })), ...lost],
      annotations,
      whole: { ...whole, counts: countAll(columns, { ...whole, buckets: WHOLE_PARTS }) },
      nowMs: now(),
    }
  }

  const ahead = createAhead(count, now)
  return {
    ask: ahead.ask,
    timeline: ahead.timeline,
    /** Every event as it is told or amended. */
    put(event: LbEvent): void {
      if (waiting) waiting.push(event)
      else index.put(event)
    },
    annotations: {
      save: (annotation: Annotation) => saveAnnotation(store, annotation),
      load: (id: string) => loadAnnotation(store, id),
      delete: (id: string) => deleteAnnotation(store, id),
    },
  }
}

/** Oldest first. */
async function tellAll(store: Store, stretch: { fromMs: number; toMs: number }) {
  const { events } = await loadEvents(store, { ...stretch, limit: EVENTS_PAGE_LIMIT })
  return events
    .filter((each) => each.atMs < stretch.toMs)
    .map(toEventView)
    .reverse()
}
