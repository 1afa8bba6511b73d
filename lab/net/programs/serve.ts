/** What a server host serves: HTTP answers and TCP echoes that can be made to hang, fail or refuse. */

import http from 'node:http'
import net, { type Server, type Socket } from 'node:net'
import { answer, ownName } from './answer.ts'

export type ServeCommand = { do: 'serve'; kind: 'http' | 'tcp'; host: string; port: number }
export type ModeCommand = { do: 'mode'; mode: 'ok' | 'hang' | 'refuse' | 'fail' }

/** Bytes and pause of what never ends by itself. */
const CHUNK = Buffer.alloc(4096, 'polygraph ')
const CHUNK_EVERY_MS = 100

let mode: ModeCommand['mode'] = 'ok'
const ports: { listen: () => Promise<void>; close: (how?: 'reset') => void; refuse: () => void }[] = []

export async function setMode(next: ModeCommand['mode']): Promise<void> {
  const before = mode
  mode = next
  if (next === 'refuse') for (const port of ports) port.close()
  else if (before === 'refuse') for (const port of ports) await port.listen()
}

/** Every connection ends with a RST; the ports stay open. */
export async function resetAll(): Promise<void> {
  for (const port of ports) {
    port.close('reset')
    await port.listen()
  }
}

/** Takes nothing new, and is gone after its grace with whatever is still open. */
export function endAfter(graceMs: number): void {
  for (const port of ports) port.refuse()
  setTimeout(() => process.exit(0), graceMs)
}

export async function serve({ kind, host, port }: ServeCommand): Promise<void> {
  const sockets = new Set<Socket>()
  let server: Server | null = null
  const one = {
    listen: () =>
      new Promise<void>((resolve, reject) => {
        const made: Server = kind === 'http' ? httpServer() : net.createServer({ allowHalfOpen: true }, echo)
        server = made
        made.on('connection', (socket: Socket) => {
          sockets.add(socket)
          socket.on('close', () => sockets.delete(socket))
          socket.on('error', () => undefined)
        })
        made.on('error', reject)
        made.listen({ host, port, backlog: 4096 }, () => resolve())
      }),
    close(how?: 'reset') {
      server?.close()
      for (const socket of sockets)
        if (how === 'reset') socket.resetAndDestroy()
        else socket.destroy()
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

/** Echoes; a first word `more` asks for bytes without end, `who?` for its name. What the other half-closed stays open here. */
function echo(socket: Socket) {
  socket.on('data', (data) => {
    if (mode === 'hang') return
    const word = data.toString('latin1', 0, 4)
    if (word === 'who?') socket.write(`${ownName()}\n`)
    else if (word === 'more') forever(socket)
    else socket.write(data)
  })
}
