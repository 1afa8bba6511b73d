/** The browser's end of the live socket: keeps one LiveState current and tells who listens. */

import { io, type Socket } from 'socket.io-client'
import type { LiveSnapshot } from '../../views/live-view.ts'
import { type BrowserToServer, LIVE_PATH, type ServerToBrowser } from '../contract.ts'
import { advanceLive, type LiveMessage, type LiveState, startLive } from './live-state.ts'

export type LiveClient = {
  getState: () => LiveState
  /** What the page was rendered from: the picture to take over, whatever has arrived since. */
  getStored: () => LiveState
  subscribe: (listener: () => void) => () => void
  pause: () => void
  resume: () => void
  /** Opens the socket; the answer closes it. `refused`: it did not open, for whatever reason; it is tried again. */
  open: (refused?: () => void) => () => void
}

const RECONNECT_MIN_MS = 300
const RECONNECT_MAX_MS = 3_000
const CONNECT_TIMEOUT_MS = 4_000

/** `now` is epoch ms; the socket opens on the page's own origin unless `url` says otherwise. */
export function createLiveClient(stored: LiveSnapshot | null, now: () => number, url?: string): LiveClient {
  const first = startLive(stored)
  let state = first
  const listeners = new Set<() => void>()
  const take = (message: LiveMessage) => {
    const next = advanceLive(state, message)
    if (next === state) return
    state = next
    for (const listener of listeners) listener()
  }
  return {
    getState: () => state,
    getStored: () => first,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    pause: () => take({ type: 'pause' }),
    resume: () => take({ type: 'resume' }),
    open: (refused) => {
      const options = {
        path: LIVE_PATH,
        transports: ['websocket', 'polling'],
        reconnectionDelay: RECONNECT_MIN_MS,
        reconnectionDelayMax: RECONNECT_MAX_MS,
        timeout: CONNECT_TIMEOUT_MS,
      }
      const socket: Socket<ServerToBrowser, BrowserToServer> = url ? io(url, options) : io(options)
      socket.on('snapshot', (snapshot) => take({ type: 'snapshot', snapshot, receivedAtMs: now() }))
      socket.on('update', (update) => {
        const asked = state.resyncing
        take({ type: 'update', update, receivedAtMs: now() })
        if (state.resyncing && !asked) socket.emit('resync')
      })
      if (refused) socket.on('connect_error', refused)
      socket.on('disconnect', (reason) => {
        take({ type: 'lost' })
        // Cut off by the server for being slow: only this one does not come back by itself.
        if (reason === 'io server disconnect') setTimeout(() => socket.connect(), RECONNECT_MIN_MS)
      })
      return () => {
        socket.close()
        take({ type: 'lost' })
      }
    },
  }
}
