/** The health checks of a simulated pool: they wait in the server's backlog like any request, and may time out there. */

import type { EventHeap } from './event-heap.ts'
import { isUp, nextHealth, pauseAfter } from './health-count.ts'
import type { CheckModel } from './pool-model.ts'
import type { Random } from './random.ts'
import {
  CHECK,
  CHECK_KNOCKS_AGAIN,
  CHECK_STARTS,
  CHECK_TIMES_OUT,
  type SimulatedServer,
} from './simulated-server.ts'

/** Linux sends a SYN again after 1, 3 and 7 s. */
const FIRST_KNOCK_MS = 1000

export class SimulatedChecks {
  constructor(
    private check: CheckModel,
    private heap: EventHeap,
    private random: Random,
    private changed: (server: SimulatedServer, nowMs: number) => void,
  ) {}

  /** `turn` is the one it was planned in: an operator may have come between. */
  start(server: SimulatedServer, nowMs: number, turn: number) {
    if (turn !== server.checkTurn || server.admin === 'maint' || server.checkIsOut) return
    server.checkIsOut = true
    server.checkTurn++
    if (server.refuses) return this.end(server, nowMs, false)
    const { timeoutMs, latestTimeoutMs } = this.check
    const lateMs = latestTimeoutMs === null ? 0 : this.random() * (latestTimeoutMs - timeoutMs)
    this.heap.push(nowMs + timeoutMs + lateMs, CHECK_TIMES_OUT, server.index, server.checkTurn)
    this.knock(server, nowMs, FIRST_KNOCK_MS)
  }

  private knock(server: SimulatedServer, nowMs: number, againMs: number) {
    if (this.check.connectOnly) {
      const answered = !server.drops && (server.freeSlots > 0 || server.waiting.length < server.model.backlog)
      if (answered) return this.end(server, nowMs, true)
    } else if (server.accept(nowMs, CHECK, server.checkTurn)) return
    if (againMs < this.check.timeoutMs)
      this.heap.push(nowMs + againMs, CHECK_KNOCKS_AGAIN, server.index, server.checkTurn)
  }

  knockAgain(server: SimulatedServer, nowMs: number, turn: number) {
    if (!server.checkIsOut || turn !== server.checkTurn) return
    if (server.refuses) this.end(server, nowMs, false)
    else this.knock(server, nowMs, FIRST_KNOCK_MS * 2)
  }

  answered(server: SimulatedServer, nowMs: number, turn: number) {
    if (server.checkIsOut && turn === server.checkTurn) this.end(server, nowMs, true)
  }

  timesOut(server: SimulatedServer, nowMs: number, turn: number) {
    if (server.checkIsOut && turn === server.checkTurn) this.end(server, nowMs, false)
  }

  private end(server: SimulatedServer, nowMs: number, passed: boolean) {
    server.checkIsOut = false
    server.checkTurn++
    server.health = nextHealth(server.health, passed, this.check)
    this.heap.push(
      nowMs + pauseAfter(server.health, this.check),
      CHECK_STARTS,
      server.index,
      server.checkTurn,
    )
    const up = isUp(server.health, this.check)
    if (up === server.up) return
    server.up = up
    this.changed(server, nowMs)
  }
}
