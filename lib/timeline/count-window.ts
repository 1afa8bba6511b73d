/** Counts the events of a window by lane, class and bucket, each where it first happened in its bucket. */

import { EVENT_CLASSES, STATE_CLASSES } from '../model/event-class.ts'
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
   * By lane number, in the order of time: class, events of it in this bucket, ms from the window's start to the first
   * of them. A state that a bucket ends in, and that it had been in before, follows with no events.
   */
  cells: number[][]
  /** Events of the window by class. */
  byClass: number[]
}

export type Wanted = { fromMs: number; toMs: number; buckets: number }

/** Events of a stretch, without looking at any. */
export const totalIn = (columns: Columns, { fromMs, toMs }: Pick<Wanted, 'fromMs' | 'toMs'>): number =>
  lowerBound(columns, toMs) - lowerBound(columns, fromMs)

export function countWindow(columns: Columns, lanes: number, wanted: Wanted): Counted {
  const { fromMs, toMs } = wanted
  const buckets = Math.min(MAX_BUCKETS, Math.max(1, Math.floor(wanted.buckets)))
  const bucketMs = Math.max(1, (toMs - fromMs) / buckets)
  const first = lowerBound(columns, fromMs)
  const end = lowerBound(columns, toMs)
  const cells: number[][] = Array.from({ length: lanes }, () => [])
  const byClass = new Array<number>(EVENT_CLASSES.length).fill(0)
  // Position in the lane's cells of the newest cell of each class, and its bucket.
  const open = new Int32Array(lanes * EVENT_CLASSES.length).fill(-1)
  const openBucket = new Int32Array(lanes * EVENT_CLASSES.length).fill(-1)
  const states = createStates(cells)
  for (let i = first; i < end; i++) {
    const lane = columns.lane[i]!
    const kind = columns.class[i]!
    const afterMs = columns.atMs[i]! - fromMs
    const bucket = Math.floor(afterMs / bucketMs)
    const slot = lane * EVENT_CLASSES.length + kind
    const same = openBucket[slot] === bucket
    byClass[kind]!++
    states.pass(lane, bucket)
    if (kind < STATE_CLASSES) states.told(lane, bucket, kind, afterMs, !same)
    if (same) {
      cells[lane]![open[slot]! + 1]!++
      continue
    }
    open[slot] = cells[lane]!.length
    openBucket[slot] = bucket
    cells[lane]!.push(kind, 1, afterMs)
  }
  states.end()
  return { total: end - first, bucketMs, before: statesBefore(columns, first, lanes), cells, byClass }
}

/** Adds to each lane's cells the state that a bucket ended in, where its cells would tell another. */
function createStates(cells: number[][]) {
  const bucket = new Int32Array(cells.length).fill(-1)
  const state = new Int8Array(cells.length).fill(-1)
  const shown = new Int8Array(cells.length).fill(-1)
  const sinceMs = new Float64Array(cells.length)
  const close = (lane: number) => {
    if (state[lane] !== shown[lane]) cells[lane]!.push(state[lane]!, 0, sinceMs[lane]!)
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
      for (let lane = 0; lane < cells.length; lane++) close(lane)
    },
  }
}

/** Events in each of `buckets` equal parts: the small picture of the whole record. */
export function countAll(columns: Columns, { fromMs, toMs, buckets }: Wanted): number[] {
  const counts = new Array<number>(buckets).fill(0)
  const bucketMs = (toMs - fromMs) / buckets
  if (!(bucketMs > 0)) return counts
  for (let i = lowerBound(columns, fromMs); i < columns.count && columns.atMs[i]! < toMs; i++)
    counts[Math.min(buckets - 1, Math.floor((columns.atMs[i]! - fromMs) / bucketMs))]!++
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
