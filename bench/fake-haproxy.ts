/** A stats socket that answers as it is told to: well, with far too much, or a byte a second. */

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type Manner = 'well' | 'huge' | 'large' | 'trickle'
export type FakeHaproxy = { path: string; manner: Manner; asked: number; stop: () => void }

const HEADER = '# pxname,svname,scur,stot,status,weight,act,bck,lastchg,check_status,type,\n'
const ROW = '10,1000,UP,1,1,0,60,L7OK,2,\n'
const HUGE_BYTES = 100e6
/** Below the limit of one answer, so that it is read whole: the most that one source can make us parse. */
const LARGE_BYTES = 15e6

function answer(bytes: number): string {
  const rows: string[] = []
  let length = 0
  for (let n = 0; length < bytes; n++) {
    const row = `pool${n % 200},server-${n},${ROW}`
    rows.push(row)
    length += row.length
  }
  return `Name: HAProxy\nVersion: 2.6.12\nPid: 7\n\n${HEADER}${rows.join('')}\n`
}

function trickle(socket: Socket): void {
  const text = answer(1000)
  let at = 0
  const timer = setInterval(() => socket.write(text[at++ % text.length] ?? '\n'), 1000)
  socket.on('close', () => clearInterval(timer))
}

export function startFakeHaproxy(): FakeHaproxy {
  const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-fake-'))
  const texts = { well: answer(1000), large: answer(LARGE_BYTES), huge: answer(HUGE_BYTES) }
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.once('data', (command) => {
      if (String(command).startsWith('show proc')) return socket.end('Unknown command\n\n')
      if (String(command).startsWith('show servers')) return socket.end('1\n\n')
      fake.asked++
      if (fake.manner === 'trickle') trickle(socket)
      else socket.end(texts[fake.manner])
    })
  })
  const fake: FakeHaproxy = {
    path: path.join(dir, 'stats.sock'),
    manner: 'well',
    asked: 0,
    stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
  server.listen(fake.path)
  return fake
}
