/** A request's way through a simulated HAProxy: pool queue, connection attempts, retries, timeouts, the client's next try. */

import type { Balancer } from './balancer.ts'
import type { CascadeRun, LossReason } from './cascade-run.ts'
import type { PoolModel } from './pool-model.ts'
import type { Random } from './random.ts'
import { RequestTable } from './request-table.ts'
import type { SimulatedServer } from './simulated-server.ts'
import { WaitingLine } from './waiting-line.ts'

/** HAProxy waits this long before it asks the same server again after an error. */
const TURN_AROUND_MS = 1000
/** From a client's error to its next try. */
const CLIENT_PAUSE_MS = 1000
/** A dropped SYN is sent again after 1 s, then 2 s, then 4 s. */
const KNOCKS_MS = [1000, 2000, 4000]
/** Lines of timers after those of the knocks. */
const QUEUE = 3
const CONNECT = 4
const SERVER = 5
const TURN_AROUND = 6
const CLIENT = 7

export class RequestFlow {
  private table = new RequestTable()
  /** The pool's queue: none but `maxconn` fills it. */
  private queue = new WaitingLine()
  private timers = Array.from({ length: CLIENT + 1 }, () => new WaitingLine())
  private arrivalMs: number
  private gapMs: number
  private due = 0
  private timerMs = Number.POSITIVE_INFINITY
  private taking = false

  constructor(
    private model: PoolModel,
    private servers: readonly SimulatedServer[],
    private balancer: Balancer,
    private run: CascadeRun,
    private random: Random,
  ) {
    this.gapMs = 1000 / (model.arrivalsPerS * model.loadFactor)
    this.arrivalMs = this.gapMs < Number.POSITIVE_INFINITY ? -model.warmUpMs + this.gap() : this.gapMs
  }

  private gap(): number {
    return -this.gapMs * Math.log(1 - this.random())
  }

  nextMs(): number {
    return this.arrivalMs < this.timerMs ? this.arrivalMs : this.timerMs
  }

  private set(line: number, atMs: number, id: number, turn: number) {
    this.timers[line]!.push(atMs, id, turn)
    if (atMs < this.timerMs) {
      this.timerMs = atMs
      this.due = line
    }
  }

  private findDue() {
    this.timerMs = Number.POSITIVE_INFINITY
    for (let line = 0; line <= CLIENT; line++) {
      const at = this.timers[line]!.nextMs
      if (at < this.timerMs) {
        this.timerMs = at
        this.due = line
      }
    }
  }

  /** What `nextMs` foretold: an arrival, or the first timer of a line. */
  step(nowMs: number) {
    if (this.arrivalMs < this.timerMs) {
      this.arrivalMs = nowMs + this.gap()
      if (nowMs >= 0) this.run.requests++
      return this.arrive(nowMs, nowMs)
    }
    const { due } = this
    const line = this.timers[due]!
    line.shift()
    const { id, turn } = line
    if (due !== CLIENT) line.dropStale(this.table.turn)
    this.findDue()
    // A client that asks again is no request under way: its turn is the moment it first came.
    if (due === CLIENT) this.arrive(nowMs, turn)
    else if (turn === this.table.turn[id]) this.expire(due, nowMs, id)
    else this.run.events--
  }

  private arrive(nowMs: number, firstMs: number) {
    const id = this.table.open(firstMs, this.model.retries)
    if (id < 0) this.run.overLimit++
    else this.dispatch(nowMs, id)
  }

  private expire(line: number, nowMs: number, id: number) {
    const server = this.servers[this.table.server[id]!]
    if (line === QUEUE) this.lose(nowMs, id, 'queue-timeout')
    else if (line === SERVER) this.lose(nowMs, id, 'server-timeout')
    else if (line === CONNECT) this.retry(nowMs, id, false)
    else if (line === TURN_AROUND) this.attempt(nowMs, id, server!)
    else this.knockAgain(nowMs, id, server!, line)
  }

  private dispatch(nowMs: number, id: number) {
    if (this.balancer.usable.length === 0) return this.lose(nowMs, id, 'no-server')
    const server = this.balancer.choose(nowMs)
    if (server) {
      server.connections++
      this.table.server[id] = server.index
      return this.attempt(nowMs, id, server)
    }
    const turn = ++this.table.turn[id]!
    this.queue.push(nowMs, id, turn)
    this.set(QUEUE, nowMs + this.model.queueTimeoutMs, id, turn)
  }

  private attempt(nowMs: number, id: number, server: SimulatedServer) {
    const turn = ++this.table.turn[id]!
    if (server.refuses) return this.retry(nowMs, id, true)
    if (server.accept(nowMs, id, turn)) {
      this.set(SERVER, nowMs + this.model.serverTimeoutMs, id, turn)
      return
    }
    this.set(CONNECT, nowMs + this.model.connectTimeoutMs, id, turn)
    if (KNOCKS_MS[0]! < this.model.connectTimeoutMs) this.set(0, nowMs + KNOCKS_MS[0]!, id, turn)
  }

  private knockAgain(nowMs: number, id: number, server: SimulatedServer, knock: number) {
    const turn = this.table.turn[id]!
    if (server.refuses) return this.retry(nowMs, id, true)
    if (server.accept(nowMs, id, turn + 1)) {
      this.table.turn[id] = turn + 1
      this.set(SERVER, nowMs + this.model.serverTimeoutMs, id, turn + 1)
    } else if (knock < 2) this.set(knock + 1, nowMs + KNOCKS_MS[knock + 1]!, id, turn)
  }

  private retry(nowMs: number, id: number, refused: boolean) {
    const { table, model } = this
    const server = this.servers[table.server[id]!]!
    const left = --table.retriesLeft[id]!
    if (left < 0) return this.lose(nowMs, id, 'connect')
    const others = model.algorithm === 'roundrobin' && this.balancer.usable.length > 1
    if (model.redispatch && (left === 0 || others || !server.up)) {
      this.leave(nowMs, id)
      this.dispatch(nowMs, id)
    } else if (refused) {
      const turn = ++table.turn[id]!
      this.set(TURN_AROUND, nowMs + Math.min(TURN_AROUND_MS, model.connectTimeoutMs), id, turn)
    } else this.attempt(nowMs, id, server)
  }

  /** The server's work on a request is done; its client may be gone. */
  answered(nowMs: number, id: number, turn: number) {
    if (turn !== this.table.turn[id]) return
    const arrivedMs = this.table.arrivedMs[id]!
    if (arrivedMs >= 0) {
      this.run.served++
      this.run.responseMs += nowMs - arrivedMs
    }
    this.leave(nowMs, id)
    this.table.close(id)
  }

  private leave(nowMs: number, id: number) {
    const server = this.servers[this.table.server[id]!]
    if (!server) return
    server.connections--
    this.table.server[id] = -1
    if (this.queue.length > 0) this.takeFromQueue(nowMs)
  }

  /** As long as a usable server has room, the first in the queue goes to it. */
  takeFromQueue(nowMs: number) {
    // What it starts may end at once and come back here.
    if (this.taking) return
    this.taking = true
    while (this.queue.length > 0) {
      const server = this.balancer.choose(nowMs)
      if (!server) break
      this.queue.shift()
      const { id, turn } = this.queue
      if (turn !== this.table.turn[id]) continue
      server.connections++
      this.table.server[id] = server.index
      this.attempt(nowMs, id, server)
    }
    this.taking = false
  }

  loseAllOf(server: SimulatedServer, nowMs: number, reason: LossReason) {
    for (let id = 0; id < this.table.used; id++)
      if (this.table.server[id] === server.index) this.lose(nowMs, id, reason)
  }

  private lose(nowMs: number, id: number, reason: LossReason) {
    const arrivedMs = this.table.arrivedMs[id]!
    this.leave(nowMs, id)
    this.table.close(id)
    const asksAgain = this.model.clientRetryChance > 0 && this.random() < this.model.clientRetryChance
    if (asksAgain) this.set(CLIENT, nowMs + CLIENT_PAUSE_MS, 0, Math.floor(arrivedMs))
    else if (arrivedMs >= 0) this.run.lost[reason]++
  }
}
