/** Senders in processes of their own: `node flood.ts lines-udp|lines-tcp|endless-tcp|endless-file TARGET`; say what they sent. */

import { type ChildProcess, fork } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { closeSync, openSync, writeSync } from 'node:fs'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'

export type FloodKind = 'lines-udp' | 'lines-tcp' | 'endless-tcp' | 'endless-file'
export type Flood = { sent: () => number; stop: () => void }

const SELF = fileURLToPath(import.meta.url)
/** Lines, or bytes of an endless one, a second and process. */
const LINES_PER_SECOND = 200_000
const BYTES_PER_SECOND = 50e6
const TICK_MS = 5

/** `processes` share the rate. */
export function startFlood(kind: FloodKind, target: string, processes = 1): Flood {
  const sent = new Map<ChildProcess, number>()
  for (let n = 0; n < processes; n++) {
    const child = fork(SELF, [kind, target, String(processes)], { execArgv: ['--import', 'tsx'] })
    sent.set(child, 0)
    child.on('message', (count) => sent.set(child, Number(count)))
  }
  return {
    sent: () => [...sent.values()].reduce((a, b) => a + b, 0),
    stop() {
      for (const child of sent.keys()) child.kill('SIGKILL')
    },
  }
}

function line(n: number): string {
  const date = '21/Nov/2026:09:08:00.123'
  return `<134>Nov 21 09:08:00 haproxy[7]: 10.0.0.${n % 250}:${1024 + (n % 60_000)} [${date}] fe_app app/web${1 + (n % 4)} 0/0/1/2/3 200 123 - - ---- 1/1/0/0/0 0/0 "GET /${n} HTTP/1.1"`
}

/** Calls `send` with how many are due, evenly; what could not be sent is not made up for. */
function pace(perSecond: number, send: (count: number) => number): void {
  let total = 0
  let at = performance.now()
  setInterval(() => {
    const due = Math.min(((performance.now() - at) / 1000) * perSecond, perSecond / 10)
    at = performance.now()
    total += send(Math.floor(due))
  }, TICK_MS)
  setInterval(() => process.send?.(total), 500)
}

function flood(kind: FloodKind, target: string, processes: number): void {
  const perSecond = LINES_PER_SECOND / processes
  const lines = Array.from({ length: 1000 }, (_, n) => line(n))
  const noise = Buffer.alloc(1 << 20, 'x')
  let next = 0
  if (kind === 'lines-udp') {
    const socket = createSocket('udp4')
    const datagrams = lines.map((text) => Buffer.from(text))
    socket.connect(Number(target), '127.0.0.1', () =>
      pace(perSecond, (count) => {
        for (let n = 0; n < count; n++) socket.send(datagrams[next++ % 1000]!)
        return count
      }),
    )
    socket.on('error', () => undefined)
  } else if (kind === 'endless-file') {
    const file = openSync(target, 'a')
    process.on('exit', () => closeSync(file))
    pace(BYTES_PER_SECOND, (count) => writeSync(file, noise, 0, Math.min(count, noise.length)))
  } else {
    const socket = connect(Number(target), '127.0.0.1')
    socket.on('error', () => process.exit(1))
    const block = Buffer.from(`${lines.join('\n')}\n`)
    // A receiver that reads slowly slows us down, as it would a real sender.
    const full = () => socket.writableLength > 4 << 20
    if (kind === 'endless-tcp')
      pace(BYTES_PER_SECOND, (count) => {
        if (full()) return 0
        socket.write(noise.subarray(0, Math.min(count, noise.length)))
        return Math.min(count, noise.length)
      })
    else {
      let owed = 0
      pace(perSecond, (count) => {
        if (full()) return 0
        owed += count
        const blocks = Math.floor(owed / 1000)
        owed -= blocks * 1000
        for (let n = 0; n < blocks; n++) socket.write(block)
        return blocks * 1000
      })
    }
  }
}

if (process.argv[1] === SELF && process.send)
  flood(process.argv[2] as FloodKind, process.argv[3] ?? '', Number(process.argv[4] ?? 1))
