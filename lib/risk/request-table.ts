/** The requests under way, in typed arrays; a number is used again when its request has ended. */

/** Requests under way at once; more are turned away, and the run says so. */
export const MAX_REQUESTS = 1 << 20
const FIRST_ROOM = 256

/** A number and its turn name one attempt: whatever was set for an earlier turn is stale. */
export class RequestTable {
  turn = new Int32Array(FIRST_ROOM)
  /** −1 while it has none. */
  server = new Int32Array(FIRST_ROOM)
  retriesLeft = new Int32Array(FIRST_ROOM)
  arrivedMs = new Float64Array(FIRST_ROOM)
  private free = new Int32Array(FIRST_ROOM)
  private freed = 0
  used = 0

  /** −1 where there is no room. */
  open(nowMs: number, retries: number): number {
    let id: number
    if (this.freed > 0) id = this.free[--this.freed]!
    else {
      if (this.used === MAX_REQUESTS) return -1
      if (this.used === this.turn.length) this.grow()
      id = this.used++
    }
    this.server[id] = -1
    this.retriesLeft[id] = retries
    this.arrivedMs[id] = nowMs
    return id
  }

  close(id: number): void {
    this.turn[id]!++
    this.server[id] = -1
    this.free[this.freed++] = id
  }

  private grow(): void {
    const room = this.turn.length * 2
    const wider = (from: Int32Array) => {
      const to = new Int32Array(room)
      to.set(from)
      return to
    }
    this.turn = wider(this.turn)
    this.server = wider(this.server)
    this.retriesLeft = wider(this.retriesLeft)
    this.free = wider(this.free)
    const arrivedMs = new Float64Array(room)
    arrivedMs.set(this.arrivedMs)
    this.arrivedMs = arrivedMs
  }
}
