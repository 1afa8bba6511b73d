/** One server of a simulated pool: its slots, the kernel's backlog before them, and what HAProxy believes of it. */

import { createDraw } from './draw.ts'
import type { EventHeap } from './event-heap.ts'
import { fullHealth } from './health-count.ts'
import { type CheckModel, MAX_SLOTS, type ServerModel } from './pool-model.ts'
import type { Random } from './random.ts'
import { WaitingLine } from './waiting-line.ts'

/** Event kinds of the heap. */
export const DONE = 0
export const CHECK_STARTS = 1
export const CHECK_TIMES_OUT = 2
export const CHECK_KNOCKS_AGAIN = 3
export const FAULT_STARTS = 4
export const FAULT_ENDS = 5
export const STRIKES_COUNT = 6

/** In the place of a request's number. */
export const CHECK = -1

export class SimulatedServer {
  /** Connections that HAProxy has to it. */
  connections = 0
  waiting = new WaitingLine()
  health: number
  up = true
  upSinceMs = Number.NEGATIVE_INFINITY
  admin: 'ready' | 'maint' | 'drain' = 'ready'
  refuses = false
  drops = false
  frozenUntilMs = Number.NEGATIVE_INFINITY
  /** All freezing so far: work that began before owes the difference. */
  frozenMs = 0
  checkTurn = 0
  checkIsOut = false
  /** Towards its next turn: weight gathered, or when it had the last one. */
  credit = 0
  freeSlots: number
  private free: Int32Array
  slotId: Int32Array
  slotTurn: Int32Array
  private slotFrozenMs: Float64Array
  private draw: () => number
  /** How often its process has died: what an earlier one began never ends. */
  private life = 0

  constructor(
    readonly index: number,
    readonly model: ServerModel,
    private check: CheckModel,
    private heap: EventHeap,
    random: Random,
  ) {
    const { slots } = model
    this.up = !model.startsDown
    this.health = this.up ? fullHealth(check) : 0
    this.draw = createDraw(model.service, random)
    this.free = Int32Array.from({ length: slots }, (_, slot) => slot)
    this.freeSlots = slots
    this.slotId = new Int32Array(slots)
    this.slotTurn = new Int32Array(slots)
    this.slotFrozenMs = new Float64Array(slots)
  }

  isFull(): boolean {
    return this.model.maxConnections !== null && this.connections >= this.model.maxConnections
  }

  /** A SYN: false where the kernel drops it. The work may be a request or a check. */
  accept(nowMs: number, id: number, turn: number): boolean {
    if (this.drops) return false
    const idle = this.freeSlots > 0 && this.waiting.length === 0
    if (idle && nowMs >= this.frozenUntilMs) this.begin(nowMs, id, turn)
    else if (this.waiting.length < this.model.backlog) this.waiting.push(nowMs, id, turn)
    else return false
    return true
  }

  private begin(nowMs: number, id: number, turn: number): void {
    const slot = this.free[--this.freeSlots]!
    this.slotId[slot] = id
    this.slotTurn[slot] = turn
    this.slotFrozenMs[slot] = this.frozenMs
    const workMs = id === CHECK ? this.check.serviceMs : this.draw()
    this.heap.push(nowMs + workMs, DONE, this.index, this.life * MAX_SLOTS + slot)
  }

  /** The slot whose work is done, now free; −1 where a freeze has to be made up for, or its process died. */
  finish(nowMs: number, work: number): number {
    if (work < this.life * MAX_SLOTS) return -1
    const slot = work % MAX_SLOTS
    const owedMs = this.frozenMs - this.slotFrozenMs[slot]!
    if (owedMs > 0) {
      this.slotFrozenMs[slot] = this.frozenMs
      if (owedMs < Number.POSITIVE_INFINITY) this.heap.push(nowMs + owedMs, DONE, this.index, work)
      return -1
    }
    this.free[this.freeSlots++] = slot
    return slot
  }

  /** Free slots take from the backlog, given-up requests too: the server cannot tell. */
  takeWaiting(nowMs: number): void {
    const { waiting } = this
    while (this.freeSlots > 0 && waiting.length > 0 && nowMs >= this.frozenUntilMs) {
      waiting.shift()
      this.begin(nowMs, waiting.id, waiting.turn)
    }
  }

  /** Checks have failed before; one strike is left at least, or it would be down. */
  countStrikes(): void {
    if (this.up) this.health = Math.max(this.check.rise, this.health - (this.model.strikesUsed ?? 0))
  }

  /** One under way is not listened for any more. */
  forgetCheck(): void {
    this.checkIsOut = false
    this.checkTurn++
  }

  freeze(nowMs: number, forMs: number): void {
    this.frozenUntilMs = nowMs + forMs
    this.frozenMs += forMs
  }

  /** Its process ends: the port is closed, and all work is lost. */
  die(): void {
    this.refuses = true
    this.life++
    this.freeSlots = this.model.slots
    for (let slot = 0; slot < this.freeSlots; slot++) this.free[slot] = slot
    while (this.waiting.length > 0) this.waiting.shift()
  }
}
