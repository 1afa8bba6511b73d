/** The server's side of the live socket: one snapshot to each browser, then every update to all. */

import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { Server } from 'socket.io'
import type { LiveSnapshot, LiveUpdate } from '../views/live-view.ts'
import { type BrowserToServer, LIVE_PATH, type ServerToBrowser } from './contract.ts'

/** Browsers at once; one more is refused. */
export const MAX_BROWSERS = 500
/** Updates waiting for one slow browser; past this it is cut off, comes back and gets a snapshot. */
export const MAX_WAITING_UPDATES = 50
/** A browser that asks for snapshots faster than this is answered once. */
export const RESYNC_EVERY_MS = 500

export type Hub = {
  publish: (update: LiveUpdate) => void
  browsers: () => number
  /** Asks again whether each browser may still look, and cuts off those that may not. */
  recheck: () => Promise<void>
  close: () => Promise<void>
}

export function createHub(
  http: HttpServer,
  port: { snapshot: () => LiveSnapshot; allows: (request: IncomingMessage) => Promise<boolean> },
): Hub {
  const io = new Server<BrowserToServer, ServerToBrowser>(http, {
    path: LIVE_PATH,
    serveClient: false,
    transports: ['websocket', 'polling'],
    maxHttpBufferSize: 1024,
    pingInterval: 2000,
    pingTimeout: 3000,
    allowRequest: (request, answer) => {
      if (io.engine.clientsCount >= MAX_BROWSERS) return answer('too many browsers', false)
      port.allows(request).then(
        (allowed) => answer(allowed ? null : 'not allowed', allowed),
        () => answer('not allowed', false),
      )
    },
  })

  io.on('connection', (socket) => {
    let timer: NodeJS.Timeout | null = null
    socket.emit('snapshot', port.snapshot())
    socket.on('resync', () => {
      timer ??= setTimeout(() => {
        timer = null
        socket.emit('snapshot', port.snapshot())
      }, RESYNC_EVERY_MS)
    })
    socket.on('disconnect', () => timer && clearTimeout(timer))
  })

  return {
    publish(update) {
      for (const socket of io.sockets.sockets.values()) {
        const { writeBuffer } = socket.conn as unknown as { writeBuffer: unknown[] }
        if (writeBuffer.length > MAX_WAITING_UPDATES) socket.disconnect(true)
      }
      io.emit('update', update)
    },
    browsers: () => io.sockets.sockets.size,
    async recheck() {
      const asked = new Map<string, Promise<boolean>>()
      const looks = [...io.sockets.sockets.values()].map(async (socket) => {
        const { authorization, cookie } = socket.request.headers
        // Many pages of one browser are one question.
        const by = JSON.stringify([authorization, cookie])
        const allowed = asked.get(by) ?? port.allows(socket.request)
        asked.set(by, allowed)
        // Not known to be allowed: cut off; whoever may look comes back by itself.
        if (!(await allowed.catch(() => false))) socket.disconnect(true)
      })
      await Promise.all(looks)
    },
    close: () => io.close(),
  }
}
