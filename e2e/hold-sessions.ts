/** Long TCP sessions through a load balancer: a server that echoes, clients that stay until they are told to go. */

import { connect, createServer, type Socket } from 'node:net'
import { until } from '#lab/haproxy/until'

export type EchoServer = { port: number; open: () => number; kill: () => Promise<void> }

export function startEcho(): Promise<EchoServer> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    socket.pipe(socket)
  })
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as { port: number }).port,
        open: () => sockets.size,
        kill: () =>
          new Promise((done) => {
            for (const socket of sockets) socket.destroy()
            server.close(() => done())
          }),
      }),
    )
  })
}

export type HeldSession = { local: string; isOpen: () => boolean; close: () => void }

/** Each has been echoed once: it stands from end to end. */
export async function holdSession(port: number): Promise<HeldSession> {
  const socket = connect({ port, host: '127.0.0.1' })
  let [open, echoed] = [true, false]
  socket.on('data', () => {
    echoed = true
  })
  socket.on('error', () => {})
  socket.on('end', () => socket.end())
  socket.on('close', () => {
    open = false
  })
  socket.on('connect', () => socket.write('hello'))
  await until('an echo', () => echoed)
  const local = `${socket.localAddress}:${socket.localPort}`
  return { local, isOpen: () => open, close: () => socket.destroy() }
}

export const holdSessions = (port: number, count: number): Promise<HeldSession[]> =>
  Promise.all(Array.from({ length: count }, () => holdSession(port)))
