/** Cells of all lanes while they are counted, in columns that grow and are used again: nothing is left behind to be collected. */

const FIRST_ROOM = 4_096

const SMALL = 2 ** 30

/** To the microsecond, not with the seventeen digits of a difference; whole and small ones as the engine counts fastest. */
function toStep(ms: number): number {
  if (ms < SMALL && ms > -SMALL && (ms | 0) === ms) return ms | 0
  return Math.round(ms * 1_000) / 1_000
}

export type Cells = ReturnType<typeof createCells>

export function createCells() {
  let room = FIRST_ROOM
  /** Lane, class, events. */
  let what = new Int32Array(room * 3)
  let afterMs = new Float64Array(room)
  let sizes = new Int32Array(0)
  let count = 0

  function grow(): void {
    room *= 2
    const [oldWhat, oldAfterMs] = [what, afterMs]
    what = new Int32Array(room * 3)
    what.set(oldWhat)
    afterMs = new Float64Array(room)
    afterMs.set(oldAfterMs)
  }

  return {
    /** Forgets what was counted before. */
    begin(lanes: number): void {
      if (sizes.length === lanes) sizes.fill(0)
      else sizes = new Int32Array(lanes)
      count = 0
    },
    /** Its number, for `bump`. */
    add(lane: number, kind: number, events: number, ms: number): number {
      if (count === room) grow()
      what[count * 3] = lane
      what[count * 3 + 1] = kind
      what[count * 3 + 2] = events
      afterMs[count] = ms
      sizes[lane]!++
      return count++
    },
    /** One event more. */
    bump(cell: number): void {
      what[cell * 3 + 2]!++
    },
    /** By lane, in the order in which they were added: class, events, ms since the cell before. */
    byLane(): number[][] {
      const lists = Array.from(sizes, (size) => new Array<number>(size * 3))
      const filled = new Int32Array(sizes.length)
      const lastMs = new Float64Array(sizes.length)
      for (let cell = 0; cell < count; cell++) {
        const lane = what[cell * 3]!
        const list = lists[lane]!
        const at = filled[lane]!
        list[at] = what[cell * 3 + 1]!
        list[at + 1] = what[cell * 3 + 2]!
        const sinceMs = toStep(afterMs[cell]! - lastMs[lane]!)
        list[at + 2] = sinceMs
        lastMs[lane]! += sinceMs
        filled[lane] = at + 3
      }
      return lists
    },
  }
}
