/** Looks at the sockets in the rhythm that the budget allows, and at once after news. */

import type { AgentHello, SocketsReading } from '../lib/model/host-report.ts'
import { createBudget } from './budget.ts'
import { ownCpuMs } from './cpu-time.ts'
import { createSocketLook, type SocketLook } from './look-at-sockets.ts'
import { readCounters } from './read-counters.ts'
import type { Programs } from './run-program.ts'
import { ALL_AT_MOST, createSocketDetails } from './socket-details.ts'

/** Looks after an address, a link or a neighbour changed: whatever they cost. */
const AFTER_NEWS_MS = [0, 1000, 2000]
const MIN_GAP_MS = 150
/** So small a table is looked at even in debt, when something in it changed. */
const CHEAP_SOCKETS = 500
/** The counters' proof leaves out who sent FIN: it holds no longer than this. */
const PROOF_HOLDS_MS = 5000
/** After news the details of all are worth a debt, this often. */
const ALL_DETAILS_EVERY_MS = 30_000
const ALL_DETAILS_AT_MOST = 20_000
/** Details asked for at one beat, however much credit there is: their text must not stand in memory all at once. */
const DETAILS_A_BEAT = 800
/** Children are measured over this many runs: a tick of the kernel is longer than one run. */
const RUNS_MEASURED = 10

export type SocketWatch = {
  look: SocketLook
  /** A look where the budget allows it, the counters' word where they prove that nothing changed, or null. */
  beat: () => Promise<SocketsReading | null>
  afterNews: () => void
  wantAll: () => void
  lacks: () => AgentHello['lacks']
  rejects: () => Record<string, number>
  stop: () => void
}

export function watchSockets(given: {
  programs: Programs
  wallMs: () => number
  steadyMs: () => number
  onLook: (reading: SocketsReading) => void
}): SocketWatch {
  const { wallMs, steadyMs } = given
  const look = createSocketLook()
  const details = createSocketDetails(given.programs)
  const budget = createBudget()
  const timers = new Set<NodeJS.Timeout>()
  let full = true
  let running: Promise<SocketsReading | null> | null = null
  let lastMs = Number.NEGATIVE_INFINITY
  let allDetailsMs = Number.NEGATIVE_INFINITY
  let unreadable = false
  /** The counters as they were before the last look began. */
  let signs: string | null = null
  /** Share of beats without a word on the sockets, smoothed. */
  let skipped = 0
  let runs = 0
  let asked = 0
  let parseMs = 0
  let childrenMs = 0

  async function lookNow(room: number): Promise<SocketsReading | null> {
    lastMs = steadyMs()
    signs = readCounters()?.signs ?? null
    const before = ownCpuMs()
    const passed = await look.pass(wallMs)
    budget.noteLook(ownCpuMs() - before)
    unreadable = passed === null
    if (!passed) return null
    if (room > 0 || look.table.size <= ALL_AT_MOST) await askDetails(room)
    const reading = look.tell(passed, full)
    full = false
    return reading
  }

  async function askDetails(room: number): Promise<void> {
    const before = ownCpuMs()
    const count = await details.ask(look.table, room, wallMs)
    if (count === 0) return
    runs++
    asked += count
    parseMs += ownCpuMs() - before
    if (runs < RUNS_MEASURED) return
    const now = given.programs.cpuMs()
    budget.noteDetails(Math.max(0, now - childrenMs) + parseMs, asked)
    childrenMs = now
    runs = 0
    asked = 0
    parseMs = 0
  }

  /** One look at a time; whoever asks meanwhile gets none. */
  async function start(room: number): Promise<SocketsReading | null> {
    if (running) return null
    running = lookNow(room)
    try {
      return await running
    } finally {
      running = null
    }
  }

  const detailsNow = () => Math.min(DETAILS_A_BEAT, budget.details())

  function roomAfterNews(late: boolean): number {
    // The look at once must not wait for details of thousands.
    if (!late) return 0
    if (steadyMs() - allDetailsMs < ALL_DETAILS_EVERY_MS) return budget.details()
    if (look.table.size > ALL_DETAILS_AT_MOST) return budget.details()
    allDetailsMs = steadyMs()
    return look.table.size
  }

  function lookIn(ms: number): void {
    const timer = setTimeout(async () => {
      timers.delete(timer)
      if (running || steadyMs() - lastMs < MIN_GAP_MS) return
      const reading = await start(roomAfterNews(ms > 0))
      if (reading) given.onLook(reading)
    }, ms)
    timers.add(timer)
  }

  return {
    look,
    async beat() {
      budget.settle(steadyMs(), ownCpuMs() + given.programs.cpuMs())
      if (running || steadyMs() - lastMs < MIN_GAP_MS) return null
      const small = look.table.size <= CHEAP_SOCKETS
      const proven = !full && signs !== null && signs === readCounters()?.signs
      const due = steadyMs() - lastMs >= PROOF_HOLDS_MS
      const worth = budget.mayLook() ? small || due || !proven : small && !proven
      if (full || worth) {
        skipped *= 0.9
        return start(detailsNow())
      }
      if (!proven) {
        skipped = skipped * 0.9 + 0.1
        return null
      }
      skipped *= 0.9
      if (budget.mayLook()) await askDetails(detailsNow())
      return look.unchanged(wallMs())
    },
    afterNews() {
      if (timers.size >= 2 * AFTER_NEWS_MS.length) return
      const first = Math.max(0, MIN_GAP_MS - (steadyMs() - lastMs))
      for (const ms of AFTER_NEWS_MS) lookIn(ms === 0 ? first : ms)
    },
    wantAll() {
      full = true
    },
    lacks() {
      const out: AgentHello['lacks'] = []
      const count = roughly(look.table.size)
      if (unreadable) out.push({ what: 'sockets', why: '/proc/net/tcp can not be read' })
      const why = details.lacking()
      if (why) out.push({ what: 'socket details', why })
      if (skipped > 0.15)
        out.push({
          what: 'sockets each interval',
          why: `about ${count} sockets: looks are further apart, to keep within the processor time allowed`,
        })
      if (look.share() < 1)
        out.push({
          what: 'all sockets',
          why: `about ${count} sockets: one in ${1 / look.share()} is followed`,
        })
      return out
    },
    rejects: () => ({ ...details.rejects, 'tcp-row': look.rejects() }),
    stop() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** One digit: a lack is told again when its words change. */
const roughly = (count: number) => `${Number(count.toPrecision(1))}`
