/** Long sessions, each as long as its lifetime: TCP conversations, streams over HTTP, or uploads; and which were cut. */

import http from 'node:http'
import net from 'node:net'
import { atRandomMoments, chanceOf, drawMs } from './chance.ts'
import { type ClientConnection, type ConnectCommand, endpoint, known, MAX_KEPT, tasks } from './connect.ts'

const TALK_EVERY_MS = 2000
const PIECE = Buffer.alloc(512, 'upload ')

export function holdSessions(command: ConnectCommand): void {
  const mine = tasks.get(command.task)!
  const chance = chanceOf(command.habits!.seed)
  const begin = () => {
    const ms = drawMs(command.habits!.lifetime, chance)
    if (command.kind === 'uploads') upload(command, ms)
    else if (command.mode === 'http') stream(command, ms)
    else converse(command, ms)
  }
  for (let n = 0; n < command.connections; n++) begin()
  mine.stop = atRandomMoments(command.perSecond, chance, begin)
}

type Socketlike = { localAddress?: string | undefined; localPort?: number | undefined }

function entryOf({ task, host, port }: ConnectCommand, socket: Socketlike, ms: number): ClientConnection {
  const now = Date.now()
  const entry: ClientConnection = {
    ...{ task, local: endpoint(socket.localAddress, socket.localPort), remote: endpoint(host, port) },
    ...{ openedAtMs: now, lastHeardAtMs: null, unansweredSinceMs: null, ended: null },
    ...{ server: null, endsAtMs: now + ms },
  }
  if (known.length < MAX_KEPT) known.push(entry)
  return entry
}

function endOf(command: ConnectCommand, entry: ClientConnection | null, why: string) {
  if (!entry || entry.ended) return
  entry.ended = { atMs: Date.now(), why: tasks.get(command.task)!.stopped ? 'stopped' : why }
}

function converse(command: ConnectCommand, ms: number) {
  const mine = tasks.get(command.task)!
  let entry: ClientConnection | null = null
  let why = 'the other end closed it'
  const timers: NodeJS.Timeout[] = []
  const socket = net.connect({ host: command.host, port: command.port }, () => {
    entry = entryOf(command, socket, ms)
    socket.write('who?')
    if (command.habits!.talks !== false) timers.push(setInterval(() => socket.write('ping'), TALK_EVERY_MS))
    timers.push(
      setTimeout(() => {
        why = 'done'
        for (const one of timers) clearTimeout(one)
        socket.end()
      }, ms),
    )
  })
  mine.sockets.add(socket)
  socket.on('data', (data) => {
    if (!entry) return
    entry.lastHeardAtMs = Date.now()
    entry.server ??= data.toString().split('\n')[0]!
  })
  socket.on('error', (error: NodeJS.ErrnoException) => {
    why = error.code ?? error.message
  })
  socket.on('close', () => {
    for (const timer of timers) clearTimeout(timer)
    mine.sockets.delete(socket)
    endOf(command, entry, why)
  })
}

function stream(command: ConnectCommand, ms: number) {
  const { host, port } = command
  let entry: ClientConnection | null = null
  let last = ''
  const asked = http.get({ host, port, path: `/stream?ms=${Math.round(ms)}`, agent: false }, (got) => {
    if (entry) entry.server = String(got.headers['x-server'] ?? '') || null
    got.on('data', (data: Buffer) => {
      last = data.toString('latin1', Math.max(0, data.length - 9))
      if (entry) entry.lastHeardAtMs = Date.now()
    })
    got.on('end', () => endOf(command, entry, last === 'complete\n' ? 'done' : 'the other end closed it'))
    got.on('error', (error: NodeJS.ErrnoException) => endOf(command, entry, error.code ?? error.message))
  })
  follow(command, asked, ms, (made) => {
    entry = made
  })
}

function upload(command: ConnectCommand, ms: number) {
  const { host, port } = command
  let entry: ClientConnection | null = null
  const asked = http.request({ host, port, path: '/upload', method: 'POST', agent: false }, (got) => {
    if (entry) entry.server = String(got.headers['x-server'] ?? '') || null
    got.resume()
    got.on('end', () => endOf(command, entry, got.statusCode === 200 ? 'done' : String(got.statusCode)))
  })
  follow(command, asked, ms, (made) => {
    entry = made
  })
  const endsAt = performance.now() + ms
  asked.write(PIECE)
  const timer = setInterval(() => {
    if (asked.destroyed) return clearInterval(timer)
    if (performance.now() < endsAt) return void asked.write(PIECE)
    clearInterval(timer)
    asked.end()
  }, TALK_EVERY_MS / 8)
}

function follow(
  command: ConnectCommand,
  asked: http.ClientRequest,
  ms: number,
  made: (entry: ClientConnection) => void,
) {
  const mine = tasks.get(command.task)!
  let entry: ClientConnection | null = null
  asked.on('socket', (socket) => {
    mine.sockets.add(socket)
    socket.on('connect', () => {
      entry = entryOf(command, socket, ms)
      made(entry)
    })
    socket.on('close', () => {
      mine.sockets.delete(socket)
      endOf(command, entry, 'the other end closed it')
    })
  })
  asked.on('error', (error: NodeJS.ErrnoException) => endOf(command, entry, error.code ?? error.message))
}
