/** Counts the events of a window by lane, class and bucket, each where it first happened in its bucket. */

import { EVENT_CLASSES, STATE_CLASSES } from '../model/event-class.ts'
import { type Cells, createCells } from './cells.ts'
import { type Columns, lowerBound, statesBefore } from './event-index.ts'

/** As many as can be told apart on a wide screen, times what is asked for beside it. */
export const MAX_BUCKETS = 6_000

export type Counted = {
  /** Events in the window. */
  total: number
  bucketMs: number
  /** By lane number: the state it entered the window in, as a class; −1: not known. */
  before: Int8Array
  /**
   * By lane number, in the order of time: class, events of it in this bucket, ms to the first of them from the cell
   * before (from the window's start where there is none). A state that a bucket ends in, and that it had been in before, follows with no events.
   */
  cells: number[][]
  /** Events of the window by lane number. */
  counts: Int32Array
  /** Events of the window by class. */
  byClass: number[]
}

export type Wanted = { fromMs: number; toMs: number; buckets: number }

/** Events of a stretch, without looking at any. */
export const totalIn = (columns: Columns, { fromMs, toMs }: Pick<Wanted, 'fromMs' | 'toMs'>): number =>
  lowerBound(columns, toMs) - lowerBound(columns, fromMs)

/** `cells` may be given again and again. */
export function countWindow(columns: Columns, lanes: number, wanted: Wanted, cells = createCells()): Counted {
  const { fromMs, toMs } = wanted
  const buckets = Math.min(MAX_BUCKETS, Math.max(1, Math.floor(wanted.buckets)))
  const bucketMs = Math.max(1, (toMs - fromMs) / buckets)
  const first = lowerBound(columns, fromMs)
  const end = lowerBound(columns, toMs)
  cells.begin(lanes)
  const counts = new Int32Array(lanes)
  const byClass = new Array<number>(EVENT_CLASSES.length).fill(0)
  // The newest cell of each lane and class, and its bucket.
  const open = new Int32Array(lanes * EVENT_CLASSES.length).fill(-1)
  const openBucket = new Int32Array(lanes * EVENT_CLASSES.length).fill(-1)
  const states = createStates(cells, lanes)
  for (let i = first; i < end; i++) {
    const lane = columns.lane[i]!
    const kind = columns.class[i]!
    const afterMs = columns.atMs[i]! - fromMs
    const bucket = Math.floor(afterMs / bucketMs)
    const slot = lane * EVENT_CLASSES.length + kind
    const same = openBucket[slot] === bucket
    byClass[kind]!++
    counts[lane]!++
    states.pass(lane, bucket)
    if (kind < STATE_CLASSES) states.told(lane, bucket, kind, afterMs, !same)
    if (same) {
      cells.bump(open[slot]!)
      continue
    }
    open[slot] = cells.add(lane, kind, 1, afterMs)
    openBucket[slot] = bucket
  }
  states.end()
  const before = statesBefore(columns, first, lanes)
  return { total: end - first, bucketMs, before, cells: cells.byLane(), counts, byClass }
}

/** Adds to each lane's cells the state that a bucket ended in, where its cells would tell another. */
function createStates(cells: Cells, lanes: number) {
  const bucket = new Int32Array(lanes).fill(-1)
  const state = new Int8Array(lanes).fill(-1)
  const shown = new Int8Array(lanes).fill(-1)
  const sinceMs = new Float64Array(lanes)
  const close = (lane: number) => {
    if (state[lane] !== shown[lane]) cells.add(lane, state[lane]!, 0, sinceMs[lane]!)
    shown[lane] = state[lane]!
  }
  return {
    /** Before anything of this bucket is added. */
    pass(lane: number, at: number) {
      if (bucket[lane] !== at) close(lane)
    },
    told(lane: number, at: number, kind: number, afterMs: number, isNew: boolean) {
      bucket[lane] = at
      state[lane] = kind
      sinceMs[lane] = afterMs
      if (isNew) shown[lane] = kind
    },
    end() {
      for (let lane = 0; lane < lanes; lane++) close(lane)
    },
  }
}

/** Events in each of `buckets` equal parts, the end included: the small picture of the whole record. */
export function countAll(columns: Columns, { fromMs, toMs, buckets }: Wanted): number[] {
  const counts = new Array<number>(buckets).fill(0)
  const bucketMs = (toMs - fromMs) / buckets
  if (!(bucketMs > 0)) return counts
  // They lie in the order of time: only the parts' edges are looked for.
  let start = lowerBound(columns, fromMs)
  for (let i = 0; i < buckets; i++) {
    const end = lowerBound(columns, i + 1 < buckets ? fromMs + (i + 1) * bucketMs : toMs)
    counts[i] = end - start
    start = end
  }
  return counts
}

/** When something happened, one moment for each of `parts` of the stretch at most; oldest first. */
export function momentsIn(
  columns: Columns,
  { fromMs, toMs, parts }: { fromMs: number; toMs: number; parts: number },
) {
  const moments: number[] = []
  const leastMs = (toMs - fromMs) / parts
  for (let i = lowerBound(columns, fromMs); i < columns.count && columns.atMs[i]! < toMs; ) {
    const atMs = columns.atMs[i]!
    moments.push(atMs)
    i = Math.max(i + 1, lowerBound(columns, atMs + leastMs))
  }
  return moments
}
