/** Senders in processes of their own: `node flood.ts lines-udp|lines-tcp|endless-tcp|endless-file TARGET`; say what they sent. */

import { type ChildProcess, fork } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { closeSync, openSync, writeSync } from 'node:fs'
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'

export type FloodKind = 'lines-udp' | 'lines-tcp' | 'endless-tcp' | 'endless-file'
/** `pause` ends the sending and says how many there were. */
export type Flood = { sent: () => number; pause: () => Promise<number>; stop: () => void }

const SELF = fileURLToPath(import.meta.url)
/** Lines a second of all processes, where nothing else is asked for; bytes of an endless one a second and process. */
const LINES_PER_SECOND = 200_000
const BYTES_PER_SECOND = 50e6
const TICK_MS = 5

/** `processes` share the rate. */
export function startFlood(
  kind: FloodKind,
  target: string,
  processes = 1,
  perSecond = LINES_PER_SECOND,
): Flood {
  const sent = new Map<ChildProcess, number>()
  for (let n = 0; n < processes; n++) {
    const child = fork(SELF, [kind, target, String(processes), String(perSecond)], {
      execArgv: ['--import', 'tsx'],
    })
    sent.set(child, 0)
    child.on('message', (count) => typeof count === 'number' && sent.set(child, count))
  }
  return {
    sent: () => [...sent.values()].reduce((a, b) => a + b, 0),
    async pause() {
      const ended = [...sent.keys()].map(
        (child) =>
          new Promise<void>((resolve) => {
            child.on('message', ({ final }: { final?: number }) => {
              if (final === undefined) return
              sent.set(child, final)
              resolve()
            })
          }),
      )
      for (const child of sent.keys()) child.send('pause')
      await Promise.all(ended)
      return [...sent.values()].reduce((a, b) => a + b, 0)
    },
    stop() {
      for (const child of sent.keys()) child.kill('SIGKILL')
    },
  }
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

function line(n: number, now: Date): string {
  const [day, time] = [now.toISOString().slice(8, 10), now.toISOString().slice(11, 19)]
  const month = MONTHS[now.getUTCMonth()]!
  const date = `${day}/${month}/${now.getUTCFullYear()}:${time}.123`
  return `<134>${month} ${day} ${time} haproxy[7]: 10.0.0.${n % 250}:${1024 + (n % 60_000)} [${date}] fe_app app/web${1 + (n % 4)} 0/0/1/2/3 200 123 - - ---- 1/1/0/0/0 0/0 "GET /${n} HTTP/1.1"`
}

/** What has left; a datagram may wait for a while. */
let total = 0
let waiting = 0
const note = (error: Error | null) => {
  waiting--
  if (!error) total++
}

/** Calls `send` with how many are due, evenly; what could not be sent is not made up for. */
function pace(perSecond: number, send: (count: number) => number): void {
  let at = performance.now()
  const sending = setInterval(() => {
    const due = Math.min(((performance.now() - at) / 1000) * perSecond, perSecond / 10)
    at = performance.now()
    total += send(Math.floor(due))
  }, TICK_MS)
  setInterval(() => process.send?.(total), 500)
  process.on('message', () => {
    clearInterval(sending)
    const tell = () => (waiting > 0 ? setImmediate(tell) : process.send?.({ final: total }))
    tell()
  })
}

/** A thousand lines of this second, made once a second. */
function newestLines<T>(make: (lines: string[]) => T): () => T {
  let madeS = 0
  let made: T
  return () => {
    const nowS = Math.floor(Date.now() / 1_000)
    if (nowS !== madeS) made = make(Array.from({ length: 1_000 }, (_, n) => line(n, new Date(nowS * 1_000))))
    madeS = nowS
    return made
  }
}

function flood(kind: FloodKind, target: string, perSecond: number): void {
  const noise = Buffer.alloc(1 << 20, 'x')
  let next = 0
  if (kind === 'lines-udp') {
    const socket = createSocket('udp4')
    const datagrams = newestLines((lines) => lines.map((text) => Buffer.from(text)))
    socket.connect(Number(target), '127.0.0.1', () =>
      pace(perSecond, (count) => {
        const newest = datagrams()
        for (let n = 0; n < count; n++) socket.send(newest[next++ % 1000]!, note)
        waiting += count
        return 0
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
    const block = newestLines((lines) => Buffer.from(`${lines.join('\n')}\n`))
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
        for (let n = 0; n < blocks; n++) socket.write(block())
        return blocks * 1000
      })
    }
  }
}

if (process.argv[1] === SELF && process.send)
  flood(
    process.argv[2] as FloodKind,
    process.argv[3] ?? '',
    Number(process.argv[5]) / Number(process.argv[4]),
  )
