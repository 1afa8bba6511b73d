/** A real HTTP server behind the load balancer, whose health and application can be broken apart. */

import { createServer, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export type AppMode = 'ok' | 'fail' | 'hang' | 'slow'

export type LabServer = {
  name: string
  port: number
  /** What the application answers, and what the check at /health is told. */
  app: AppMode
  health: 'ok' | 'fail'
  /** Share of application answers that are 500 while `app` is `fail`. */
  failShare: number
  answered: number
  /** Closes the port and every connection: from now on it refuses. */
  kill: () => Promise<void>
  /** Listens again on the same port. */
  revive: () => Promise<void>
  stop: () => Promise<void>
}

const SLOW_MS = 400

export async function startServer(name: string, port = 0): Promise<LabServer> {
  const sockets = new Set<Socket>()
  const hanging = new Set<ServerResponse>()
  let http: Server | null = null

  const lab: LabServer = {
    name,
    port,
    app: 'ok',
    health: 'ok',
    failShare: 1,
    answered: 0,
    kill: close,
    revive: listen,
    stop: close,
  }

  function answer(url: string, response: ServerResponse) {
    if (url.startsWith('/health')) {
      response.statusCode = lab.health === 'ok' ? 200 : 503
      return response.end(lab.health)
    }
    lab.answered++
    if (lab.app === 'hang') return void hanging.add(response)
    // Spread evenly, not in runs.
    const fails = lab.app === 'fail' && ((lab.answered * 37) % 100) / 100 < lab.failShare
    response.statusCode = fails ? 500 : 200
    response.setHeader('x-server', name)
    if (lab.app === 'slow' || url.startsWith('/slow')) {
      const held = Number(/ms=(\d+)/.exec(url)?.[1] ?? SLOW_MS)
      setTimeout(() => response.end(`${name}\n`), held).unref()
    } else response.end(`${name}\n`)
  }

  function listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      http = createServer((request, response) => answer(request.url ?? '/', response))
      http.keepAliveTimeout = 0
      http.on('connection', (socket) => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
      })
      http.on('error', reject)
      http.listen(lab.port, '127.0.0.1', () => {
        lab.port = (http!.address() as { port: number }).port
        resolve()
      })
    })
  }

  function close(): Promise<void> {
    return new Promise((resolve) => {
      for (const response of hanging) response.destroy()
      hanging.clear()
      for (const socket of sockets) socket.destroy()
      if (!http) return resolve()
      http.close(() => resolve())
      http = null
    })
  }

  await listen()
  return lab
}
