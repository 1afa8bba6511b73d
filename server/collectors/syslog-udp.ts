/** Receives syslog datagrams: one message each. */

import { createSocket } from 'node:dgram'
import type { SyslogSetting } from '../settings/settings.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { readKernelDrops } from './kernel-drops.ts'

const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024
/** More than the longest message. */
const BLOCK_BYTES = 128 * 1024
const NEWLINE = 10
const DROPS_EVERY_MS = 1000
const REOPEN_AFTER_MS = 5000

export function receiveSyslogUdp(setting: SyslogSetting, source: string, port: CollectorPort): Collector {
  port.desk.open(source, 'syslog', `udp://${setting.host}:${setting.port}`, setting.loadBalancer)
  const { loadBalancer } = setting
  const block = Buffer.allocUnsafe(BLOCK_BYTES)
  let waiting = { length: 0, count: 0 }
  let socket: ReturnType<typeof createSocket> | null = null
  let reopen: NodeJS.Timeout | null = null
  let stopped = false
  let droppedBefore: number | null = null

  function offer() {
    if (waiting.count === 0) return
    // A copy: it may wait longer than the next message.
    const bytes = Buffer.from(block.subarray(0, waiting.length))
    port.intake.offerLines({ source, loadBalancer, atMs: port.now(), bytes, count: waiting.count }, true)
    waiting = { length: 0, count: 0 }
  }

  /** Messages wait for the others that are here already. */
  function take(message: Buffer) {
    const end = lengthOf(message)
    const newline = message.indexOf(NEWLINE)
    if (newline >= 0 && newline < end) {
      offer()
      const text = message.toString('utf8', 0, end)
      return port.intake.offer({ source, loadBalancer, kind: 'log', atMs: port.now(), text })
    }
    if (waiting.length + end + 1 > BLOCK_BYTES) offer()
    if (waiting.count === 0) setImmediate(offer)
    message.copy(block, waiting.length, 0, end)
    waiting.length += end
    block[waiting.length++] = NEWLINE
    waiting.count++
  }

  function open() {
    const opened = createSocket({ type: setting.host.includes(':') ? 'udp6' : 'udp4' })
    socket = opened
    opened.on('message', take)
    opened.on('listening', () => {
      try {
        opened.setRecvBufferSize(RECEIVE_BUFFER_BYTES)
      } catch {
        // The kernel's own limit stays; drops are counted either way.
      }
      port.desk.waiting(source)
      // Other sockets may have the same port elsewhere.
      void countDrops()
    })
    opened.on('error', (error: NodeJS.ErrnoException) => {
      const words =
        error.code === 'EADDRINUSE' ? `port ${setting.port} is taken by another program` : error.message
      port.desk.lost(source, words, port.now() + REOPEN_AFTER_MS)
      opened.close()
      if (!stopped) reopen = setTimeout(open, REOPEN_AFTER_MS)
    })
    opened.bind(setting.port, setting.host)
  }
  open()

  async function countDrops() {
    const dropped = await readKernelDrops(setting.port)
    if (dropped === null) return
    if (droppedBefore !== null && dropped > droppedBefore)
      port.desk.lose(source, 'kernel-receive-buffer', dropped - droppedBefore)
    droppedBefore = dropped
  }
  const watch = setInterval(countDrops, DROPS_EVERY_MS)

  return {
    stop() {
      stopped = true
      clearInterval(watch)
      if (reopen) clearTimeout(reopen)
      try {
        socket?.close()
      } catch {
        // It was closed by its own error.
      }
    },
  }
}

/** Without what ends it. */
function lengthOf(message: Buffer): number {
  const { length } = message
  if (message[length - 1] === 0) return length - 1
  if (message[length - 1] !== NEWLINE) return length
  return message[length - 2] === 13 ? length - 2 : length - 1
}
