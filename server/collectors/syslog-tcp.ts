/** Receives syslog over TCP, octet-counted or by lines, from many senders at once. */

import { createServer, type Socket } from 'node:net'
import type { SyslogSetting } from '../settings/settings.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { createLineCutter } from './deframer.ts'

export const MAX_SENDERS = 256
const REOPEN_AFTER_MS = 5000
const RESUME_CHECK_MS = 5

export function receiveSyslogTcp(setting: SyslogSetting, source: string, port: CollectorPort): Collector {
  port.desk.open(source, 'syslog', `tcp://${setting.host}:${setting.port}`, setting.loadBalancer)
  const senders = new Set<Socket>()
  let reopen: NodeJS.Timeout | null = null
  let stopped = false

  const server = createServer((socket) => {
    if (senders.size >= MAX_SENDERS) {
      port.desk.lose(source, 'senders', 1)
      return socket.destroy()
    }
    senders.add(socket)
    const cutter = createLineCutter()
    const { loadBalancer } = setting
    function give({ lines, frames, dropped }: ReturnType<typeof cutter.push>) {
      const atMs = port.now()
      if (lines) port.intake.offerLines({ source, loadBalancer, atMs, ...lines })
      for (const text of frames) port.intake.offer({ source, loadBalancer, kind: 'log', atMs, text })
      for (const { reason, raw } of dropped) port.desk.reject(source, reason, raw)
    }
    socket.on('data', (piece: Buffer) => {
      give(cutter.push(piece))
      // The sender can wait where a datagram's could not.
      if (port.intake.fullness(source) > 0.5) {
        socket.pause()
        const timer = setInterval(() => {
          if (port.intake.fullness(source) > 0.25 && !socket.destroyed) return
          clearInterval(timer)
          socket.resume()
        }, RESUME_CHECK_MS)
      }
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      give(cutter.end())
      senders.delete(socket)
    })
  })
  const listen = () => server.listen(setting.port, setting.host)
  server.on('listening', () => port.desk.waiting(source))
  server.on('error', (error: NodeJS.ErrnoException) => {
    const words =
      error.code === 'EADDRINUSE' ? `port ${setting.port} is taken by another program` : error.message
    port.desk.lost(source, words, port.now() + REOPEN_AFTER_MS)
    if (!stopped) reopen = setTimeout(listen, REOPEN_AFTER_MS)
  })
  listen()

  return {
    stop() {
      stopped = true
      if (reopen) clearTimeout(reopen)
      for (const socket of senders) socket.destroy()
      server.close()
    },
  }
}
