/** Many pools of five behind one real HAProxy on loopback, each with its own clients, and a dashboard that watches them. */

import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../haproxy/free-port.ts'
import { type Haproxy, startHaproxy } from '../haproxy/start-haproxy.ts'
import { buildFiles } from '../net/build-programs.ts'
import { type ProgramLink, talkToProgram } from '../net/talk-to-program.ts'
import { runProgramFile, type Stops, watchHaproxy } from '../play/run-on-loopback.ts'
import { readHaproxyLine } from '../truth/read-haproxy-line.ts'
import { type CheckSetting, SERVERS } from './cells.ts'
import type { ClientsCommand } from './programs/pool-clients.ts'
import type { ServersCommand } from './programs/pool-servers.ts'

export const SLOTS = 2
export const SERVICE = { of: 'exponential', mean: 100 } as const
const BACKLOG = 400
const HERE = path.join(path.dirname(fileURLToPath(import.meta.url)), 'programs')

export type Eviction = { pool: string; server: string; atMs: number; what: 'eviction' | 'return' }
export type Pools = {
  ports: Map<string, number>
  /** Ports of the servers themselves, by `pool/server`. */
  serverPorts: Map<string, number>
  clients: ProgramLink<ClientsCommand>
  servers: ProgramLink<ServersCommand>
  haproxy: Haproxy
  /** By HAProxy's own log, as it comes. */
  evictions: Eviction[]
  /** Null where none was asked for. */
  url: string | null
  stop: () => Promise<void>
}
export type PoolPlan = { name: string; check: CheckSetting; seed: number }

export const serverNames = Array.from({ length: SERVERS }, (_, n) => `s${n + 1}`)

/** `watchedWith`: what stands in the dashboard's polygraph.yaml; null: no dashboard. */
export async function startPools(plans: readonly PoolPlan[], watchedWith: object | null): Promise<Pools> {
  const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-cascades-'))
  mkdirSync(path.join(dir, 'logs'))
  const stops: Stops = [() => rmSync(dir, { recursive: true, force: true })]
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one()
  }
  try {
    await buildFiles([path.join(HERE, 'pool-servers.ts'), path.join(HERE, 'pool-clients.ts')], dir)
    const run = (name: string) => runProgramFile(path.join(dir, `${name}.mjs`), stops)
    const servers = talkToProgram<ServersCommand>(run('pool-servers'), 'pool-servers')
    const clients = talkToProgram<ClientsCommand>(run('pool-clients'), 'pool-clients')
    const ports = new Map<string, number>()
    const serverPorts = new Map<string, number>()
    for (const { name, seed } of plans) {
      ports.set(name, await freePort())
      for (const [n, server] of serverNames.entries()) {
        const own = { name: `${name}/${server}`, slots: SLOTS, backlog: BACKLOG, service: SERVICE }
        serverPorts.set(
          own.name,
          await servers.ask<number>({ do: 'listen', ...own, seed: seed * SERVERS + n }),
        )
      }
    }
    const log = createSocket('udp4')
    log.bind(0, '127.0.0.1')
    await once(log, 'listening')
    stops.push(() => log.close())
    const evictions = readEvictions(log)
    const haproxy = await startHaproxy(configOf(plans, ports, serverPorts, log.address().port))
    stops.push(haproxy.stop)
    const url = watchedWith ? await watchHaproxy(haproxy, dir, stops, watchedWith) : null
    return { ports, serverPorts, clients, servers, haproxy, evictions, url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function readEvictions(log: Socket): Eviction[] {
  const found: Eviction[] = []
  log.on('message', (message) => {
    const word = readHaproxyLine(message.toString())
    if (word?.what === 'eviction' || word?.what === 'return')
      found.push({ what: word.what, pool: word.pool, server: word.server, atMs: Date.now() })
  })
  return found
}

function configOf(
  plans: readonly PoolPlan[],
  ports: Map<string, number>,
  serverPorts: Map<string, number>,
  logPort: number,
): string {
  return [
    'global',
    '  stats socket $SOCKET mode 600 level admin expose-fd listeners',
    '  nbthread 1',
    '  log ring@events local0',
    `  log 127.0.0.1:${logPort} local1 notice`,
    'ring events',
    '  format rfc5424',
    '  maxlen 1024',
    '  size 262144',
    'defaults',
    '  mode http',
    '  log global',
    '  option httplog',
    '  option httpchk GET /health',
    '  timeout connect 5s',
    '  timeout client 30s',
    '  timeout server 10s',
    '  retries 1',
    ...plans.flatMap(({ name, check }) => [
      `frontend fe_${name}`,
      `  bind 127.0.0.1:${ports.get(name)}`,
      `  default_backend ${name}`,
      `backend ${name}`,
      '  balance roundrobin',
      ...serverNames.map(
        (server) =>
          `  server ${server} 127.0.0.1:${serverPorts.get(`${name}/${server}`)} check inter ${check.interMs}ms fall ${check.fall} rise 2`,
      ),
    ]),
    '',
  ].join('\n')
}
