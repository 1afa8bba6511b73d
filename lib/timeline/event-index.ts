/** Every event's instant, lane and class in columns: any window of a million is counted in milliseconds. */

import { eventClass, STATE_CLASSES } from '../model/event-class.ts'
import { type Lane, laneOf } from '../model/lane.ts'
import type { LbEvent } from '../model/lb-event.ts'

/** What is known of an event that may still be amended. */
type Young = { atMs: number; lane: number; class: number; observedAtMs: number }

/** An event told again within so long takes its own place. */
export const AMENDED_WITHIN_MS = 600_000
/** Events join the columns so many together: each joining copies what comes after them. */
const JOIN_AT = 1_024
/** Lanes that are told apart; events of any more are counted on the last. */
export const MAX_LANES = 10_000

export type Columns = { atMs: Float64Array; lane: Uint16Array; class: Uint8Array; count: number }
export type EventIndex = ReturnType<typeof createEventIndex>

export function createEventIndex() {
  let old: Columns = { ...emptyColumns(JOIN_AT), count: 0 }
  const young = new Map<string, Young>()
  const lanes: Lane[] = []
  const laneAt = new Map<string, number>()
  let newestMs = Number.NEGATIVE_INFINITY
  /** Young and old together, until either changes. */
  let all: Columns | null = null

  function numberOf(lane: Lane): number {
    const known = laneAt.get(lane.id)
    if (known !== undefined) return known
    if (lanes.length >= MAX_LANES) return MAX_LANES - 1
    laneAt.set(lane.id, lanes.length)
    return lanes.push(lane) - 1
  }

  function join(): void {
    const ready = [...young].filter(([, each]) => each.observedAtMs < newestMs - AMENDED_WITHIN_MS)
    if (ready.length === 0) return
    old = merge(
      old,
      ready.map(([, each]) => each),
    )
    for (const [id] of ready) young.delete(id)
  }

  return {
    /** An event with the id of a young one takes its place. */
    put(event: Pick<LbEvent, 'id' | 'kind' | 'to' | 'atMs' | 'observedAtMs'> & Parameters<typeof laneOf>[0]) {
      if (!Number.isFinite(event.atMs)) return
      all = null
      newestMs = Math.max(newestMs, event.observedAtMs)
      const { atMs, observedAtMs } = event
      young.set(event.id, { atMs, observedAtMs, lane: numberOf(laneOf(event)), class: eventClass(event) })
      if (young.size % JOIN_AT === 0) join()
    },
    /** What was stored long ago and is amended no more; any order. */
    putOld(events: readonly (Pick<LbEvent, 'kind' | 'to' | 'atMs'> & Parameters<typeof laneOf>[0])[]) {
      all = null
      old = merge(
        old,
        events.map((each) => ({ atMs: each.atMs, lane: numberOf(laneOf(each)), class: eventClass(each) })),
      )
    },
    /** Forgets what is older; retention has deleted it. */
    dropBefore(limitMs: number) {
      const from = lowerBound(old, limitMs)
      if (from > 0) old = slice(old, from)
      const before = young.size
      for (const [id, each] of young) if (each.atMs < limitMs) young.delete(id)
      if (from > 0 || young.size < before) all = null
    },
    lanes: (): readonly Lane[] => lanes,
    count: () => old.count + young.size,
    /** Oldest first; young and old together. */
    columns(): Columns {
      all ??= young.size === 0 ? old : merge(old, [...young.values()])
      return all
    },
  }
}

export function emptyColumns(room: number): Columns {
  return {
    atMs: new Float64Array(room),
    lane: new Uint16Array(room),
    class: new Uint8Array(room),
    count: 0,
  }
}

/** First position whose instant is not before. */
export function lowerBound({ atMs, count }: Columns, fromMs: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (atMs[middle]! < fromMs) low = middle + 1
    else high = middle
  }
  return low
}

/** The state each lane was in before a position: class by lane number, −1 where none is known. */
export function statesBefore(columns: Columns, position: number, lanes: number): Int8Array {
  const states = new Int8Array(lanes).fill(-1)
  let missing = lanes
  for (let i = position - 1; i >= 0 && missing > 0; i--) {
    const lane = columns.lane[i]!
    if (columns.class[i]! >= STATE_CLASSES || states[lane] !== -1) continue
    states[lane] = columns.class[i]!
    missing--
  }
  return states
}

function slice(columns: Columns, from: number): Columns {
  return {
    atMs: columns.atMs.slice(from, columns.count),
    lane: columns.lane.slice(from, columns.count),
    class: columns.class.slice(from, columns.count),
    count: columns.count - from,
  }
}

/** Both in the order of time; of the same instant the old come first. */
function merge(old: Columns, more: readonly { atMs: number; lane: number; class: number }[]): Columns {
  const added = [...more].sort((a, b) => a.atMs - b.atMs)
  const count = old.count + added.length
  const merged = { ...emptyColumns(count), count }
  let from = 0
  let to = 0
  const copyUntil = (end: number) => {
    merged.atMs.set(old.atMs.subarray(from, end), to)
    merged.lane.set(old.lane.subarray(from, end), to)
    merged.class.set(old.class.subarray(from, end), to)
    to += end - from
    from = end
  }
  for (const each of added) {
    const end = upperBound(old, each.atMs, from)
    copyUntil(end)
    merged.atMs[to] = each.atMs
    merged.lane[to] = each.lane
    merged.class[to] = each.class
    to++
  }
  copyUntil(old.count)
  return merged
}

function upperBound({ atMs, count }: Columns, limitMs: number, from: number): number {
  let low = from
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (atMs[middle]! <= limitMs) low = middle + 1
    else high = middle
  }
  return low
}
