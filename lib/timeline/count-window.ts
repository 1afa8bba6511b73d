/** Counts the events of a window by lane, class and bucket, each where it first happened in its bucket. */

import { EVENT_CLASSES } from '../model/event-class.ts'
import { type Columns, lowerBound, statesBefore } from './event-index.ts'

/** As many as can be told apart on a wide screen, times what is asked for beside it. */
export const MAX_BUCKETS = 6_000

export type Counted = {
  /** Events in the window. */
  total: number
  bucketMs: number
  /** By lane number: the state it entered the window in, as a class; −1: not known. */
  before: Int8Array
  /** By lane number, quadruples: bucket, class, events, ms after the bucket's start of the first. */
  cells: number[][]
  /** Events of the window by class. */
  byClass: number[]
}

export type Wanted = { fromMs: number; toMs: number; buckets: number }

export function countWindow(columns: Columns, lanes: number, wanted: Wanted): Counted {
  const { fromMs, toMs } = wanted
  const buckets = Math.min(MAX_BUCKETS, Math.max(1, Math.floor(wanted.buckets)))
  const bucketMs = Math.max(1, (toMs - fromMs) / buckets)
  const first = lowerBound(columns, fromMs)
  const end = lowerBound(columns, toMs)
  const cells: number[][] = Array.from({ length: lanes }, () => [])
  const byClass = new Array<number>(EVENT_CLASSES.length).fill(0)
  // Position in the lane's cells of the open cell of each class, and the bucket it is of.
  const open = new Int32Array(lanes * EVENT_CLASSES.length).fill(-1)
  for (let i = first; i < end; i++) {
    const lane = columns.lane[i]!
    const kind = columns.class[i]!
    const bucket = Math.floor((columns.atMs[i]! - fromMs) / bucketMs)
    const list = cells[lane]!
    const slot = lane * EVENT_CLASSES.length + kind
    const at = open[slot]!
    byClass[kind]!++
    if (at >= 0 && list[at] === bucket) {
      list[at + 2]!++
      continue
    }
    open[slot] = list.length
    list.push(bucket, kind, 1, Math.floor(columns.atMs[i]! - fromMs - bucket * bucketMs))
  }
  return { total: end - first, bucketMs, before: statesBefore(columns, first, lanes), cells, byClass }
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
