/** First in, first out: a ring that grows, of request numbers with their turn and a moment. */

const FIRST_ROOM = 64

/** Timers of one length expire in the order they were set, so a line of them needs no heap; queues are the same thing. */
export class WaitingLine {
  length = 0
  /** The moment of the first in line; infinite while there is none. */
  nextMs = Number.POSITIVE_INFINITY
  /** What `shift` took. */
  id = 0
  turn = 0
  private head = 0
  private mask = FIRST_ROOM - 1
  private times = new Float64Array(FIRST_ROOM)
  private ids = new Int32Array(FIRST_ROOM)
  private turns = new Int32Array(FIRST_ROOM)

  push(atMs: number, id: number, turn: number): void {
    if (this.length > this.mask) this.grow()
    const at = (this.head + this.length) & this.mask
    this.times[at] = atMs
    this.ids[at] = id
    this.turns[at] = turn
    if (this.length++ === 0) this.nextMs = atMs
  }

  shift(): void {
    const { head } = this
    this.id = this.ids[head]!
    this.turn = this.turns[head]!
    this.head = (head + 1) & this.mask
    this.nextMs = --this.length > 0 ? this.times[this.head]! : Number.POSITIVE_INFINITY
  }

  /** Drops from the front what an earlier turn had left; what is in the middle waits until it gets there. */
  dropStale(turns: Int32Array): void {
    while (this.length > 0 && turns[this.ids[this.head]!] !== this.turns[this.head]) this.shift()
  }

  private grow(): void {
    const room = (this.mask + 1) * 2
    const times = new Float64Array(room)
    const ids = new Int32Array(room)
    const turns = new Int32Array(room)
    for (let at = 0; at < this.length; at++) {
      const from = (this.head + at) & this.mask
      times[at] = this.times[from]!
      ids[at] = this.ids[from]!
      turns[at] = this.turns[from]!
    }
    this.times = times
    this.ids = ids
    this.turns = turns
    this.head = 0
    this.mask = room - 1
  }
}
