/** Looks at the sockets in the rhythm that the budget allows, and more often after news. */

import type { AgentHello, SocketsReading } from '../lib/model/host-report.ts'
import { createBudget } from './budget.ts'
import { childrenCpuMs, ownCpuMs } from './cpu-time.ts'
import { createSocketLook, type SocketLook } from './look-at-sockets.ts'
import { createSocketDetails } from './socket-details.ts'

/** Looks after an address, a link or a neighbour changed, besides the one at once. */
const AFTER_NEWS_MS = [1000, 2000]
const MIN_GAP_MS = 150
/** Children are measured over this many runs: a tick of the kernel is longer than one run. */
const RUNS_MEASURED = 20

export type SocketWatch = {
  look: SocketLook
  /** Looks if it is time to; null where it is not, or where the table can't be read. */
  beat: () => Promise<SocketsReading | null>
  /** Looks at once and again one and two seconds later. */
  afterNews: () => void
  wantAll: () => void
  lacks: () => AgentHello['lacks']
  rejects: () => Record<string, number>
  stop: () => void
}

export function watchSockets(given: {
  intervalMs: number
  wallMs: () => number
  steadyMs: () => number
  onLook: (reading: SocketsReading) => void
}): SocketWatch {
  const { intervalMs, wallMs, steadyMs } = given
  const look = createSocketLook()
  const details = createSocketDetails()
  const budget = createBudget()
  const timers = new Set<NodeJS.Timeout>()
  let full = true
  let running: Promise<SocketsReading | null> | null = null
  let lastMs = Number.NEGATIVE_INFINITY
  let unreadable = false
  let runs = 0
  let askedSinceMeasure = 0
  let parseMs = 0
  let childrenMs = childrenCpuMs() ?? 0

  async function lookNow(): Promise<SocketsReading | null> {
    const beganAtMs = wallMs()
    lastMs = steadyMs()
    const room = budget.details(intervalMs)
    const answer = await details.ask(look.table, room)
    const before = ownCpuMs()
    let detailMs = 0
    const reading = look.look({
      full,
      wallMs,
      beganAtMs,
      applyDetails(atMs) {
        if (!answer) return
        const start = ownCpuMs()
        details.apply(look.table, answer.text, atMs)
        detailMs = ownCpuMs() - start
      },
    })
    budget.noteLook(ownCpuMs() - before - detailMs)
    if (answer) measure(answer.asked, detailMs)
    unreadable = reading === null
    if (reading) full = false
    return reading
  }

  function measure(asked: number, ownMs: number): void {
    runs++
    askedSinceMeasure += asked
    parseMs += ownMs
    if (runs < RUNS_MEASURED) return
    const now = childrenCpuMs() ?? childrenMs
    budget.noteDetails(now - childrenMs + parseMs, askedSinceMeasure)
    childrenMs = now
    runs = 0
    askedSinceMeasure = 0
    parseMs = 0
  }

  /** One look at a time; whoever asks meanwhile gets the one that runs. */
  function start(): Promise<SocketsReading | null> {
    running ??= lookNow().finally(() => {
      running = null
    })
    return running
  }

  function lookIn(ms: number): void {
    const timer = setTimeout(async () => {
      timers.delete(timer)
      if (steadyMs() - lastMs < MIN_GAP_MS) return
      if (running) return
      const reading = await start()
      if (reading) given.onLook(reading)
    }, ms)
    timers.add(timer)
  }

  return {
    look,
    async beat() {
      if (running || steadyMs() - lastMs < budget.everyMs(intervalMs) - intervalMs / 2) return null
      return start()
    },
    afterNews() {
      if (timers.size > 4) return
      lookIn(Math.max(0, MIN_GAP_MS - (steadyMs() - lastMs)))
      for (const ms of AFTER_NEWS_MS)
        if (budget.everyMs(intervalMs) > intervalMs || intervalMs > 1000) lookIn(ms)
    },
    wantAll() {
      full = true
    },
    lacks() {
      const out: AgentHello['lacks'] = []
      const everyMs = budget.everyMs(intervalMs)
      if (unreadable) out.push({ what: 'sockets', why: '/proc/net/tcp can not be read' })
      const why = details.lacking()
      if (why) out.push({ what: 'socket details', why })
      if (everyMs > intervalMs * 1.5)
        out.push({
          what: 'sockets each interval',
          why: `${roughly(look.table.size)} sockets: a look every ${Math.ceil(everyMs / 1000)} s keeps within the processor time allowed`,
        })
      return out
    },
    rejects: () => ({ ...details.rejects, 'tcp-row': look.rejects() }),
    stop() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** Two digits: a lack is told again when its words change. */
function roughly(count: number): string {
  return count < 100 ? `${count}` : `${Number(count.toPrecision(1))}`
}
