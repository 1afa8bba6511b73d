/** The host agent: watches, writes reports and sends them, until it is told to stop. */

import { randomUUID } from 'node:crypto'
import { release } from 'node:os'
import type { AgentHello, HostChange, SocketsReading } from '../lib/model/host-report.ts'
import { createClockOffset } from './clock-offset.ts'
import { type Clocks, hostClocks } from './clocks.ts'
import { readHostSettings } from './host-settings.ts'
import type { ListName } from './kernel-picture.ts'
import { createPost } from './post.ts'
import type { ReportBody } from './report-body.ts'
import { createPrograms } from './run-program.ts'
import { createSender } from './sender.ts'
import { createSpool } from './spool.ts'
import { watchHost } from './watch-host.ts'
import { watchKernel } from './watch-kernel.ts'
import { watchSockets } from './watch-sockets.ts'

export const AGENT_VERSION = '0.1.0'
/** What is told anew even though nothing changed. */
const RETELL_MS = 60_000
/** A long list of neighbours is told with the beat, not with each of its changes. */
const MAX_URGENT_NEIGHBOURS = 256
const START_WITHIN_MS = 1000
/** Of each interval a look may take so much before its report goes without it. */
const LOOK_AWAITED_MS = 600
const SAY_GOODBYE_MS = 1500

export type AgentSettings = {
  to: string
  token: string
  host: string
  intervalMs: number
  sendArguments: boolean
  sendUsers: boolean
}
export type RunningAgent = { stop: () => Promise<void> }

export function runAgent(
  settings: AgentSettings,
  say: (line: string) => void,
  clocks: Clocks = hostClocks,
): RunningAgent {
  const { intervalMs } = settings
  const { wallMs, steadyMs } = clocks
  const session = randomUUID()
  const spool = createSpool()
  const offset = createClockOffset()
  const post = createPost(settings.to, settings.token, steadyMs)
  const programs = createPrograms()
  const stale = new Set<ListName>()
  let changes: HostChange[] = []
  let retellAt = Number.NEGATIVE_INFINITY
  let hello = ''

  const sender = createSender({
    host: settings.host,
    session,
    spool,
    post,
    offset,
    clocks,
    say,
    onForgotten: () => {
      retellAt = Number.NEGATIVE_INFINITY
      sockets.wantAll()
      sockets.afterNews()
    },
    onWantsSockets: () => {
      sockets.wantAll()
      sockets.afterNews()
    },
  })

  function report(body: ReportBody): void {
    const [atMs, steady] = [wallMs(), steadyMs()]
    spool.add({ atMs, wallMinusSteadyMs: atMs - steady, steadyMs: steady }, body)
    sender.wake()
  }

  /** What waits of the kernel's lists; neighbours that only aged wait for the beat. */
  function takeLists(urgent: boolean): ReportBody {
    const body: ReportBody = {}
    if (changes.length) body.changes = changes
    changes = []
    const lists = kernel.picture.lists()
    for (const name of stale) {
      if (urgent && name === 'neighbours' && lists.neighbours.length > MAX_URGENT_NEIGHBOURS) continue
      Object.assign(body, { [name]: lists[name] })
      stale.delete(name)
    }
    return body
  }

  const kernel = watchKernel({
    programs,
    wallMs,
    onChange(told, lists, urgent) {
      for (const name of lists) stale.add(name)
      changes.push(...told)
      if (!urgent || !started) return
      report({ ...takeLists(true), ...host.vrrp() })
      if (told.some((one) => one.what !== 'route')) sockets.afterNews()
    },
    onReady: () => start(),
  })
  const sockets = watchSockets({
    programs,
    wallMs,
    steadyMs,
    onLook: (reading) => report({ ...takeLists(false), sockets: reading }),
  })
  const host = watchHost({
    settings,
    look: sockets.look,
    held: () => new Set(kernel.picture.lists().addresses.map((one) => one.address)),
    wallMs,
    steadyMs,
    onUrgent: report,
  })

  function lacks(): AgentHello['lacks'] {
    const trouble = kernel.trouble()
    const events = trouble ? [{ what: 'kernel events', why: `${trouble}; lists are asked for instead` }] : []
    const cut = kernel.picture
      .overflowed()
      .map((what) => ({ what: `all ${what}`, why: 'more than are kept' }))
    const rejects = Object.entries({ ...kernel.rejects, ...sockets.rejects() })
    const unread = rejects
      .filter(([, times]) => times > 0)
      .map(([reason]) => ({ what: 'some lines', why: `could not be read: ${reason}` }))
    return [...events, ...cut, ...sockets.lacks(), ...host.lacks(), ...unread]
  }

  function takeHello(retell: boolean): ReportBody {
    const said: AgentHello = {
      version: AGENT_VERSION,
      kernel: release(),
      intervalMs,
      lacks: lacks(),
      settings: readHostSettings(),
    }
    const text = JSON.stringify(said)
    if (!retell && text === hello) return {}
    hello = text
    return { hello: said }
  }

  let beats = 0
  /** Reports keep their rhythm whatever a look waits for: its reading comes when it is there. */
  async function beat(): Promise<void> {
    const looking = sockets.beat()
    const reading: SocketsReading | null | undefined = await soon(looking)
    const retell = steadyMs() >= retellAt
    if (retell) {
      retellAt = steadyMs() + RETELL_MS
      for (const name of kernel.known()) stale.add(name)
    }
    const told = retell || beats++ % 5 === 1 ? takeHello(retell) : {}
    report({ ...told, ...takeLists(false), ...host.beat(retell), ...(reading && { sockets: reading }) })
    if (reading === undefined) void looking.then((late) => late && !stopped && report({ sockets: late }))
  }

  let timer: NodeJS.Timeout | null = null
  let dueMs = steadyMs()
  let stopped = false
  function schedule(): void {
    if (stopped) return
    dueMs = Math.max(dueMs + intervalMs, steadyMs())
    timer = setTimeout(async () => {
      await beat()
      schedule()
    }, dueMs - steadyMs())
  }
  // The kernel's lists come first, where they come soon.
  let started = false
  async function start(): Promise<void> {
    if (started) return
    started = true
    if (timer) clearTimeout(timer)
    dueMs = steadyMs()
    await beat()
    schedule()
  }
  timer = setTimeout(start, START_WITHIN_MS)

  return {
    async stop() {
      stopped = true
      if (timer) clearTimeout(timer)
      kernel.stop()
      sockets.stop()
      host.stop()
      programs.stop()
      await sender.stop(SAY_GOODBYE_MS)
    },
  }
}

/** Undefined where it takes longer than LOOK_AWAITED_MS. */
async function soon<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, LOOK_AWAITED_MS, undefined)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
