/** Browsers' live sockets in a process of their own: `node watch-sockets.ts URL COUNT`; says once a second what came. */

import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { io } from 'socket.io-client'

export type Heard = {
  connected: number
  snapshots: number
  updates: number
  bytes: number
  gaps: number
  longestSilenceMs: number
}
export type Watchers = { heard: () => Heard; stop: () => void }

const SELF = fileURLToPath(import.meta.url)

export function startWatchers(url: string, count: number): Watchers {
  let last: Heard = { connected: 0, snapshots: 0, updates: 0, bytes: 0, gaps: 0, longestSilenceMs: 0 }
  const child = fork(SELF, [url, String(count)], { execArgv: ['--import', 'tsx'] })
  child.on('message', (heard) => {
    last = heard as Heard
  })
  return { heard: () => last, stop: () => child.kill('SIGKILL') }
}

function watch(url: string, count: number): void {
  const heard: Heard = { connected: 0, snapshots: 0, updates: 0, bytes: 0, gaps: 0, longestSilenceMs: 0 }
  for (let n = 0; n < count; n++) {
    let seq = 0
    let atMs = performance.now()
    const socket = io(url, { path: '/live', transports: ['websocket'], forceNew: true })
    const spoke = () => {
      heard.longestSilenceMs = Math.max(heard.longestSilenceMs, performance.now() - atMs)
      atMs = performance.now()
    }
    socket.on('connect', () => {
      heard.connected++
      atMs = performance.now()
      socket.io.engine.on('packet', ({ data }) => {
        heard.bytes += typeof data === 'string' ? data.length : 0
      })
    })
    socket.on('disconnect', () => {
      heard.connected--
    })
    socket.on('snapshot', (snapshot: { seq: number }) => {
      heard.snapshots++
      seq = snapshot.seq
      spoke()
    })
    socket.on('update', (update: { seq: number }) => {
      heard.updates++
      if (update.seq > seq + 1) heard.gaps++
      seq = update.seq
      spoke()
    })
  }
  setInterval(() => process.send?.({ ...heard }), 1000)
}

if (process.argv[1] === SELF && process.send) watch(process.argv[2] ?? '', Number(process.argv[3]))
