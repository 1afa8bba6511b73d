/** What a server host serves: HTTP answers and TCP echoes that can be made to hang, fail or refuse. */

import http from 'node:http'
import net, { type Server, type Socket } from 'node:net'
import { answer, ownName } from './answer.ts'

export type ServeCommand = { do: 'serve'; kind: 'http' | 'tcp'; host: string; port: number; name?: string }
export type ModeCommand = { do: 'mode'; mode: 'ok' | 'hang' | 'refuse' | 'fail'; port?: number }

/** Bytes and pause of what never ends by itself. */
const CHUNK = Buffer.alloc(4096, 'polygraph ')
const CHUNK_EVERY_MS = 100

let mode: ModeCommand['mode'] = 'ok'
type OpenPort = {
  port: number
  listen: () => Promise<void>
  close: () => void
  reset: () => void
  refuse: () => void
}
const ports: OpenPort[] = []

export async function setMode(next: ModeCommand['mode'], only?: number): Promise<void> {
  if (only !== undefined) {
    const one = ports.find(({ port }) => port === only)
    if (next === 'refuse') return one?.close()
    return one?.listen()
  }
  const before = mode
  mode = next
  if (next === 'refuse') for (const port of ports) port.close()
  else if (before === 'refuse') for (const port of ports) await port.listen()
}

/** Every connection ends with a RST; the ports stay open. */
export function resetAll(): void {
  for (const port of ports) port.reset()
}

/** Takes nothing new, and is gone after its grace with whatever is still open. */
export function endAfter(graceMs: number): void {
  for (const port of ports) port.refuse()
  setTimeout(() => process.exit(0), graceMs)
}

export async function serve({ kind, host, port, name }: ServeCommand): Promise<void> {
  const sockets = new Set<Socket>()
  let server: Server | null = null
  const one: OpenPort = {
    port,
    listen: () =>
      new Promise<void>((resolve, reject) => {
        const made: Server =
          kind === 'http'
            ? httpServer()
            : net.createServer({ allowHalfOpen: true }, (socket) => echo(socket, name ?? ownName()))
        server = made
        made.on('connection', (socket: Socket) => {
          sockets.add(socket)
          socket.on('close', () => sockets.delete(socket))
          socket.on('error', () => undefined)
        })
        made.on('error', reject)
        made.listen({ host, port, backlog: 4096 }, () => resolve())
      }),
    close() {
      server?.close()
      for (const socket of sockets) socket.destroy()
    },
    reset() {
      for (const socket of sockets) socket.resetAndDestroy()
    },
    refuse: () => void server?.close(),
  }
  ports.push(one)
  await one.listen()
}

function httpServer(): Server {
  const made = http.createServer((request, response) => {
    if (mode === 'hang') return
    if (request.url === '/download') return forever(response)
    if (mode !== 'fail' || request.url === '/health') return void answer(request, response)
    response.statusCode = 500
    response.end('it failed\n')
  })
  made.keepAliveTimeout = 0
  made.requestTimeout = 0
  return made
}

function forever(to: {
  write: (chunk: Buffer) => unknown
  on: (event: 'close', act: () => void) => unknown
}) {
  const timer = setInterval(() => {
    if (mode !== 'hang') to.write(CHUNK)
  }, CHUNK_EVERY_MS)
  to.on('close', () => clearInterval(timer))
}

/**
 * Echoes; a first word `more` asks for bytes without end, `who?` for its name, and for a close when the other end closes.
 * Otherwise what the other half-closed stays open here.
 */
function echo(socket: Socket, name: string) {
  socket.on('data', (data) => {
    if (mode === 'hang') return
    const word = data.toString('latin1', 0, 4)
    if (word === 'who?') {
      socket.write(`${name}\n`)
      socket.on('end', () => socket.end())
    } else if (word === 'more') forever(socket)
    else socket.write(data)
  })
}
