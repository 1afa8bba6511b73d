/** A real HAProxy in TCP mode with sessions whose lifetimes are drawn from a family, and every session's own times. */

import { connect, createServer, type Server, type Socket } from 'node:net'
import { freePort } from '#lab/haproxy/free-port'
import { haproxyConfig } from '#lab/haproxy/haproxy-config'
import { type Haproxy, startHaproxy } from '#lab/haproxy/start-haproxy'
import type { ObservedSession } from '#lib/risk/session-survival'

export type Held = { startedAtMs: number; endedAtMs: number | null; cut: boolean }

export type LabPool = {
  family: string
  haproxy: Haproxy
  servers: string[]
  /** What somebody who began to look at `sinceMs` has seen by now. */
  seen: (sinceMs: number, nowMs: number) => ObservedSession[]
  stop: () => Promise<void>
}

async function listen(): Promise<{ server: Server; port: number }> {
  const server = createServer({ allowHalfOpen: false }, (socket) => {
    socket.on('error', () => {})
    socket.resume()
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { server, port }
}

/** `open` sessions at once on average, over all its servers. */
export async function startLabPool(plan: {
  family: string
  draw: () => number
  gap: () => number
  servers: number
  syslogPort: number
}): Promise<LabPool> {
  const { family, draw, gap } = plan
  const names = Array.from({ length: plan.servers }, (_, at) => `s${at + 1}`)
  const listening = await Promise.all(names.map(() => listen()))
  const frontPort = await freePort()
  const haproxy = await startHaproxy(
    haproxyConfig({
      node: family,
      logs: [`127.0.0.1:${plan.syslogPort} format rfc5424 local0`],
      global: [`log-send-hostname ${family}`],
      pools: [
        {
          ...{ name: 'chat', mode: 'tcp', frontPort, lines: ['balance leastconn', 'timeout server 10m'] },
          servers: names.map((name, at) => ({ name, port: listening[at]!.port })),
        },
      ],
      sections: ['  timeout client 10m'],
    }),
  )
  const held = new Set<Held>()
  const clients = new Set<Socket>()
  let timer: NodeJS.Timeout

  function begin() {
    const session: Held = { startedAtMs: Date.now(), endedAtMs: null, cut: true }
    const socket = connect({ port: frontPort, host: '127.0.0.1' })
    clients.add(socket)
    held.add(session)
    const leave = setTimeout(() => {
      session.cut = false
      socket.end()
    }, draw())
    socket.on('error', () => {})
    socket.on('end', () => socket.end())
    socket.on('close', () => {
      clearTimeout(leave)
      clients.delete(socket)
      session.endedAtMs = Date.now()
    })
    socket.resume()
  }
  // Kept by the clock, not by the timer: a busy machine makes no fewer of them.
  let nextAtMs = Date.now()
  const next = () => {
    for (; nextAtMs <= Date.now(); nextAtMs += gap()) begin()
    timer = setTimeout(next, Math.max(1, nextAtMs - Date.now()))
  }
  next()

  return {
    family,
    haproxy,
    servers: names,
    seen: (sinceMs, nowMs) =>
      [...held].flatMap(({ startedAtMs, endedAtMs, cut }) => {
        if (endedAtMs !== null && endedAtMs < sinceMs) return []
        const ageMs = (endedAtMs ?? nowMs) - startedAtMs
        const firstSeenAgeMs = Math.min(ageMs, Math.max(0, sinceMs - startedAtMs))
        return [{ ageMs, firstSeenAgeMs, open: endedAtMs === null || cut }]
      }),
    async stop() {
      clearTimeout(timer)
      for (const socket of clients) socket.destroy()
      await haproxy.stop()
      for (const { server } of listening) server.close()
    },
  }
}
