/** Pools of long TCP sessions, one for each family of lifetimes, behind one real HAProxy with a dashboard that watches it. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '../haproxy/free-port.ts'
import { type Haproxy, startHaproxy } from '../haproxy/start-haproxy.ts'
import { buildPrograms } from '../net/build-programs.ts'
import type { ClientConnection } from '../net/programs/connect.ts'
import { type ProgramLink, type TrafficReport, talkToProgram } from '../net/talk-to-program.ts'
import { runProgramFile, type Stops, watchHaproxy } from '../play/run-on-loopback.ts'
import type { Spread } from '../scenarios/behaviour-schema.ts'

export const FAMILIES = ['exponential', 'lognormal', 'pareto', 'mix'] as const
export type Family = (typeof FAMILIES)[number]

export const SERVERS = ['s1', 's2'] as const
/** Open at each server, on average. */
const OPEN = 150
const MEAN_MS = 10_000

export type Chats = {
  haproxy: Haproxy
  url: string
  /** Every session of the family's pool, by its clients' own word. */
  sessions: (family: Family) => Promise<ClientConnection[]>
  stop: () => Promise<void>
}

export async function startChats(seed: number): Promise<Chats> {
  const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-drains-'))
  mkdirSync(path.join(dir, 'logs'))
  const stops: Stops = [() => rmSync(dir, { recursive: true, force: true })]
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one()
  }
  try {
    const { traffic } = await buildPrograms(dir)
    const servers = talkToProgram(runProgramFile(traffic, stops), 'servers')
    const clients = new Map<Family, ProgramLink>()
    const lines: string[] = []
    const fronts = new Map<Family, number>()
    for (const family of FAMILIES) {
      const port = await freePort()
      fronts.set(family, port)
      lines.push(`listen ${family}`, `  bind 127.0.0.1:${port}`, '  option tcplog')
      for (const name of SERVERS) {
        const own = await freePort()
        await servers.ask({ do: 'serve', kind: 'tcp', host: '127.0.0.1', port: own, name })
        lines.push(`  server ${name} 127.0.0.1:${own} check inter 2s`)
      }
      clients.set(family, talkToProgram(runProgramFile(traffic, stops), family))
    }
    const haproxy = await startHaproxy([...HEAD, ...lines, ''].join('\n'))
    stops.push(haproxy.stop)
    const url = await watchHaproxy(haproxy, dir, stops)
    for (const [n, family] of FAMILIES.entries())
      await clients.get(family)!.ask({
        ...{ do: 'connect', task: family, kind: 'sessions', mode: 'tcp' },
        ...{ host: '127.0.0.1', port: fronts.get(family)!, connections: 0, reconnect: false },
        perSecond: (OPEN * SERVERS.length * 1000) / MEAN_MS,
        habits: { paths: ['/'], users: 0, timeout: 5000, lifetime: spreadOf(family), seed: seed * 10 + n },
      })
    return {
      ...{ haproxy, url, stop },
      sessions: async (family) =>
        (await clients.get(family)!.ask<TrafficReport>({ do: 'report' })).connections,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const spreadOf = (of: Family): Spread => ({ of, mean: MEAN_MS })

const HEAD = [
  'global',
  '  stats socket $SOCKET mode 600 level admin expose-fd listeners',
  '  nbthread 1',
  '  log ring@events local0',
  'ring events',
  '  format rfc5424',
  '  maxlen 1024',
  '  size 262144',
  'defaults',
  '  mode tcp',
  '  log global',
  '  timeout connect 5s',
  '  timeout client 1h',
  '  timeout server 1h',
]
