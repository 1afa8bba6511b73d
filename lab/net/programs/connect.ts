/** What a client host does: connections that talk, keep silent, are half closed or only receive, and what each saw. */

import http from 'node:http'
import net, { type Socket } from 'node:net'
import type { Spread } from '../../scenarios/behaviour-schema.ts'
import { arrive } from './arrive.ts'
import { holdSessions } from './hold-sessions.ts'

export type ConnectCommand = {
  do: 'connect'
  task: string
  kind: 'requests' | 'busy' | 'idle' | 'half-closed' | 'download' | 'arrivals' | 'sessions' | 'uploads'
  mode: 'http' | 'tcp'
  host: string
  port: number
  connections: number
  perSecond: number
  reconnect: boolean
  /** Of arrivals, sessions and uploads alone. */
  habits?: {
    paths: string[]
    users: number
    timeout: number
    lifetime: Spread
    seed: number
    talks?: boolean
    /** Addresses of the host, the first user's first; those beyond share its own. */
    addresses?: string[]
  }
}

/** One connection as its own program knows it. */
export type ClientConnection = {
  task: string
  local: string
  remote: string
  openedAtMs: number
  lastHeardAtMs: number | null
  /** When the oldest thing was sent that has not been answered. */
  unansweredSinceMs: number | null
  ended: { atMs: number; why: string } | null
  /** Of sessions and uploads: the server that said it was it, and when the client means to be done. */
  server?: string | null
  endsAtMs?: number
}
export type RequestCounts = {
  task: string
  sent: number
  ok: number
  failed: number
  firstFailedAtMs: number | null
  /** Of arrivals, at most MAX_FAILURES. */
  failures?: { atMs: number; server: string | null; why: string }[]
  byServer?: Record<string, { ok: number; failed: number }>
  /** People whose cookie was replaced. */
  moved?: { atMs: number; user: number; from: string; to: string }[]
}

export type Task = { stopped: boolean; sockets: Set<Socket>; stop?: () => void }

const PING = Buffer.alloc(64, 'ping ')
/** Connections that ended and are still told about. */
export const MAX_KEPT = 5000

export const known: ClientConnection[] = []
export const counts = new Map<string, RequestCounts>()
export const tasks = new Map<string, Task>()

export function stopTask(name: string): void {
  const task = tasks.get(name)
  if (!task) return
  task.stopped = true
  task.stop?.()
  for (const socket of task.sockets) socket.end(() => socket.destroy())
}

export const clientReport = () => ({ connections: known, requests: [...counts.values()] })

export async function connectAll(command: ConnectCommand): Promise<void> {
  tasks.set(command.task, { stopped: false, sockets: new Set() })
  if (command.kind === 'requests') return request(command)
  if (command.kind === 'arrivals') return arrive(command)
  if (command.kind === 'sessions' || command.kind === 'uploads') return holdSessions(command)
  for (let n = 0; n < command.connections; n += 50)
    await Promise.all(
      Array.from({ length: Math.min(50, command.connections - n) }, () =>
        open(command).catch(() => undefined),
      ),
    )
}

export const endpoint = (address = '', port = 0) =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`

function open(command: ConnectCommand): Promise<void> {
  const { host, port, kind, task } = command
  const mine = tasks.get(task)!
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, allowHalfOpen: true })
    mine.sockets.add(socket)
    let entry: ClientConnection | null = null
    /** Sends not answered yet: how many bytes had gone out by then, and when. */
    const waiting: { upTo: number; atMs: number }[] = []
    let [sent, heard] = [0, 0]
    let timer: NodeJS.Timeout | null = null
    let why = 'closed'

    const say = (text: Buffer | string, answered = true) => {
      socket.write(text)
      sent += text.length
      if (answered) waiting.push({ upTo: sent, atMs: Date.now() })
      if (entry) entry.unansweredSinceMs = waiting[0]?.atMs ?? null
    }
    socket.on('connect', () => {
      entry = {
        task,
        local: endpoint(socket.localAddress, socket.localPort),
        remote: endpoint(socket.remoteAddress, socket.remotePort),
        openedAtMs: Date.now(),
        lastHeardAtMs: null,
        unansweredSinceMs: null,
        ended: null,
      }
      if (known.length < MAX_KEPT) known.push(entry)
      if (kind === 'download')
        say(
          command.mode === 'http' ? `GET /download HTTP/1.1\r\nhost: ${command.task}\r\n\r\n` : 'more',
          false,
        )
      else say(PING)
      if (kind === 'busy') timer = setInterval(() => say(PING), 1000 / command.perSecond)
    })
    socket.on('data', (data) => {
      if (entry) entry.lastHeardAtMs = Date.now()
      heard += data.length
      while (waiting[0] && waiting[0].upTo <= heard) waiting.shift()
      if (entry) entry.unansweredSinceMs = waiting[0]?.atMs ?? null
      if (kind === 'half-closed' && !waiting.length) socket.end()
      resolve()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      why = error.code ?? error.message
    })
    socket.on('end', () => {
      why = 'the other end closed it'
      socket.end()
    })
    socket.on('close', () => {
      if (timer) clearInterval(timer)
      mine.sockets.delete(socket)
      if (entry) entry.ended = { atMs: Date.now(), why: mine.stopped ? 'stopped' : why }
      reject(new Error(why))
      if (command.reconnect && !mine.stopped)
        setTimeout(() => open(command).catch(() => undefined), entry ? 0 : 200)
    })
  })
}

const REQUEST_TIMEOUT_MS = 5000

/** A connection for every request, at a steady rate; a stall is not made up for with a burst. */
/** Whoever is asked this closes when we do: each of these connections is over with its answer. */
const ASKED_ONCE = 'who?'

function request({ task, mode, host, port, perSecond }: ConnectCommand): void {
  const mine = tasks.get(task)!
  const count: RequestCounts = { task, sent: 0, ok: 0, failed: 0, firstFailedAtMs: null }
  counts.set(task, count)
  const failed = () => {
    count.failed++
    count.firstFailedAtMs ??= Date.now()
  }
  const timer = setInterval(() => {
    if (mine.stopped) return clearInterval(timer)
    count.sent++
    if (mode === 'tcp') return askTcp()
    const asked = http.get(
      { host, port, path: '/', agent: false, timeout: REQUEST_TIMEOUT_MS },
      (response) => {
        if ((response.statusCode ?? 500) < 500) count.ok++
        else failed()
        response.resume()
      },
    )
    asked.on('timeout', () => asked.destroy())
    asked.on('error', failed)
  }, 1000 / perSecond)

  function askTcp() {
    const socket = net.connect({ host, port, timeout: REQUEST_TIMEOUT_MS }, () => socket.write(ASKED_ONCE))
    let answered = false
    socket.on('data', () => {
      answered = true
      socket.end()
    })
    socket.on('timeout', () => socket.destroy())
    socket.on('error', () => undefined)
    socket.on('close', () => (answered ? count.ok++ : failed()))
  }
}
