/** Receives syslog datagrams: one message each. */

import { createSocket } from 'node:dgram'
import type { SyslogSetting } from '../settings/settings.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { readKernelDrops } from './kernel-drops.ts'

const RECEIVE_BUFFER_BYTES = 8 * 1024 * 1024
const DROPS_EVERY_MS = 1000
const REOPEN_AFTER_MS = 5000

export function receiveSyslogUdp(setting: SyslogSetting, source: string, port: CollectorPort): Collector {
  port.desk.open(source, 'syslog', `udp://${setting.host}:${setting.port}`, setting.loadBalancer)
  let socket: ReturnType<typeof createSocket> | null = null
  let reopen: NodeJS.Timeout | null = null
  let stopped = false
  let droppedBefore: number | null = null

  function open() {
    const opened = createSocket({ type: setting.host.includes(':') ? 'udp6' : 'udp4' })
    socket = opened
    opened.on('message', (message) => {
      const text = message.toString('utf8')
      const end = text.endsWith('\n')
        ? text.endsWith('\r\n')
          ? -2
          : -1
        : text.endsWith('\0')
          ? -1
          : undefined
      port.intake.offer({
        source,
        loadBalancer: setting.loadBalancer,
        kind: 'log',
        atMs: port.now(),
        text: end ? text.slice(0, end) : text,
      })
    })
    opened.on('listening', () => {
      try {
        opened.setRecvBufferSize(RECEIVE_BUFFER_BYTES)
      } catch {
        // The kernel's own limit stays; drops are counted either way.
      }
      port.desk.waiting(source)
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

  const watch = setInterval(async () => {
    const dropped = await readKernelDrops(setting.port)
    if (dropped === null) return
    if (droppedBefore !== null && dropped > droppedBefore)
      port.desk.lose(source, 'kernel-receive-buffer', dropped - droppedBefore)
    droppedBefore = dropped
  }, DROPS_EVERY_MS)

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
