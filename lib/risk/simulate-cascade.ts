/** One HAProxy pool under load, event by event: who is evicted, who comes back, and which requests are lost. */

import { Balancer } from './balancer.ts'
import { type CascadeRun, createRun } from './cascade-run.ts'
import { EventHeap } from './event-heap.ts'
import { type FaultModel, faultOfModel, type PoolModel } from './pool-model.ts'
import type { Random } from './random.ts'
import { RequestFlow } from './request-flow.ts'
import { SimulatedChecks } from './simulated-checks.ts'
import {
  CHECK,
  CHECK_KNOCKS_AGAIN,
  CHECK_STARTS,
  CHECK_TIMES_OUT,
  DONE,
  FAULT_ENDS,
  FAULT_STARTS,
  SimulatedServer,
  STRIKES_COUNT,
} from './simulated-server.ts'

export type Simulation = {
  /** Runs at most so many events; true when the horizon is reached. */
  advance: (maxEvents: number) => boolean
  run: CascadeRun
}

export type Simulated = { ok: true; simulation: Simulation } | { ok: false; reason: string }

/** Nothing runs before `advance`. The same model and seed give the same run. */
export function createSimulation(model: PoolModel, random: Random): Simulated {
  const reason = faultOfModel(model)
  if (reason) return { ok: false, reason }
  const run = createRun()
  const heap = new EventHeap()
  const servers = model.servers.map(
    (server, index) => new SimulatedServer(index, server, model.check, heap, random),
  )
  const balancer = new Balancer(servers, model)
  const flow = new RequestFlow(model, servers, balancer, run, random)
  const noteEmpty = (nowMs: number) => {
    if (balancer.usable.length === 0 && nowMs >= 0) run.emptyAtMs ??= nowMs
  }
  const checks = new SimulatedChecks(model.check, heap, random, (server, nowMs) => {
    const list = server.up ? run.returns : run.evictions
    list.push({ server: server.model.name, atMs: nowMs })
    if (server.up && model.slowStartMs > 0) server.upSinceMs = nowMs
    balancer.refresh()
    if (server.up) flow.takeFromQueue(nowMs)
    else if (model.shutdownOnDown) flow.loseAllOf(server, nowMs, 'shut-down')
    noteEmpty(nowMs)
  })
  model.faults.forEach((fault, index) => {
    heap.push(fault.atMs, FAULT_STARTS, index, 0)
  })
  for (const server of servers) {
    if (server.model.strikesUsed) heap.push(0, STRIKES_COUNT, server.index, 0)
    heap.push(-model.warmUpMs + random() * model.check.interMs, CHECK_STARTS, server.index, 0)
  }

  const begin = (server: SimulatedServer, fault: FaultModel, nowMs: number) => {
    if (fault.kind === 'hang' || fault.kind === 'stall')
      server.freeze(nowMs, fault.forMs ?? Number.POSITIVE_INFINITY)
    else if (fault.kind === 'drop') server.drops = true
    else if (fault.kind === 'refuse') {
      server.die()
      flow.loseAllOf(server, nowMs, 'server-died')
    } else {
      server.admin = fault.kind
      if (fault.kind === 'maint') server.forgetCheck()
      balancer.refresh()
      noteEmpty(nowMs)
    }
  }
  const end = (server: SimulatedServer, fault: FaultModel, nowMs: number) => {
    if (fault.kind === 'hang' || fault.kind === 'stall') server.takeWaiting(nowMs)
    else if (fault.kind === 'drop') server.drops = false
    else if (fault.kind === 'refuse') server.refuses = false
    else {
      server.admin = 'ready'
      if (fault.kind === 'maint') checks.start(server, nowMs, server.checkTurn)
      balancer.refresh()
      flow.takeFromQueue(nowMs)
    }
  }

  const handle = (nowMs: number) => {
    const { kind, a, b } = heap
    if (kind === DONE) {
      const server = servers[a]!
      const slot = server.finish(nowMs, b)
      if (slot < 0) return
      const id = server.slotId[slot]!
      const turn = server.slotTurn[slot]!
      // What waited in the backlog comes before whatever HAProxy sends in answer.
      server.takeWaiting(nowMs)
      if (id === CHECK) checks.answered(server, nowMs, turn)
      else flow.answered(nowMs, id, turn)
    } else if (kind === CHECK_STARTS) checks.start(servers[a]!, nowMs, b)
    else if (kind === CHECK_TIMES_OUT) checks.timesOut(servers[a]!, nowMs, b)
    else if (kind === STRIKES_COUNT) servers[a]!.countStrikes()
    else if (kind === CHECK_KNOCKS_AGAIN) checks.knockAgain(servers[a]!, nowMs, b)
    else {
      const fault = model.faults[a]!
      const server = servers.find(({ model: { name } }) => name === fault.server)!
      if (kind === FAULT_ENDS) return end(server, fault, nowMs)
      begin(server, fault, nowMs)
      if (fault.forMs !== null) heap.push(nowMs + fault.forMs, FAULT_ENDS, a, 0)
    }
  }

  const advance = (maxEvents: number): boolean => {
    for (let left = maxEvents; left > 0; left--) {
      const nowMs = Math.min(heap.nextMs, flow.nextMs())
      if (nowMs > model.horizonMs) return true
      run.events++
      if (heap.nextMs === nowMs) {
        heap.pop()
        handle(nowMs)
      } else flow.step(nowMs)
    }
    return false
  }
  return { ok: true, simulation: { advance, run } }
}
