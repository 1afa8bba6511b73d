/** Polls one HAProxy over its Runtime API, or all workers of one behind a master socket. */

import type { RawKind } from '#lib/model/raw-input'
import { parseWorkers } from '#lib/sources/haproxy/stats/parse-workers'
import type { HaproxySetting } from '../settings/settings.ts'
import { askSocket, type SocketAddress } from './ask-socket.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { startPollLoop } from './poll-loop.ts'
import { createStickTables } from './stick-tables.ts'

/** Addresses seldom change; `show servers state` is asked for this often. */
const SERVERS_STATE_EVERY_MS = 60_000
/** Both legs of every session are asked for this often, where there are no more than so many: HAProxy pauses for the answer. */
const SESSIONS_EVERY_MS = 5_000
const SESSIONS_ASKED_MOST = 500
/** While a server drains: more often, and one line a session where there are more. */
const DRAIN_SESSIONS_EVERY_MS = 900
const SHORT_SESSIONS_ASKED_MOST = 10_000
/** HAProxy may spend this share of its time on the answer at most. */
const SESSIONS_SHARE = 0.05

const connectionsOf = (info: string) => Number(/^CurrConns: (\d+)/m.exec(info)?.[1] ?? 0)

export function collectHaproxySocket(
  setting: HaproxySetting & { source: string; worker: string | null },
  port: CollectorPort,
): Collector {
  const { target, source } = setting
  if (target.via === 'http') throw new Error('a stats page is not a socket')
  const address: SocketAddress = target.via === 'unix' ? { path: target.path } : target
  let isMaster: boolean | null = null
  let serversStateAtMs = 0

  const offer = (kind: RawKind, text: string, atMs: number, worker = setting.worker) =>
    port.intake.offer({ source, loadBalancer: setting.name, kind, atMs, text, worker })

  const ask = async (command: string) => {
    const answer = await askSocket(address, command)
    if (!answer.ok && answer.limit) port.desk.lose(source, answer.limit, 1)
    return answer
  }

  async function readOne(prefix: string, worker: string | null): Promise<string | null> {
    const atMs = port.now()
    const answer = prefix ? await askEach(prefix) : await ask('show info;show stat')
    if (!answer.ok) return answer.error
    const split = answer.text.search(/\n\r?\n(?=\s*# pxname)/)
    if (split < 0) {
      offer('stats', answer.text, atMs, worker)
      return 'the answer holds no statistics'
    }
    offer('info', answer.text.slice(0, split + 1), atMs, worker)
    offer('stats', answer.text.slice(split).trimStart(), atMs, worker)
    port.desk.read(source, port.now() - atMs)
    await readSessions(prefix, worker, connectionsOf(answer.text))
    await tablesOf(prefix, worker)()
    return null
  }

  /** By prefix. */
  const tables = new Map<string, () => Promise<void>>()

  function tablesOf(prefix: string, worker: string | null) {
    const known = tables.get(prefix)
    if (known) return known
    const created = createStickTables({
      ask: (command) => ask(`${prefix} ${command}`.trim()),
      offer: (text, atMs) => offer('stick-table', text, atMs, worker),
      lose: (reason) => port.desk.lose(source, reason, 1),
      now: port.now,
    })
    tables.set(prefix, created)
    return created
  }

  /** When each worker was asked last, and how long it took. */
  const asked = new Map<string, { atMs: number; tookMs: number }>()

  async function readSessions(prefix: string, worker: string | null, connections: number) {
    const atMs = port.now()
    const drains = port.isDraining(setting.name) || worker?.startsWith('old-') === true
    const last = asked.get(prefix) ?? { atMs: 0, tookMs: 0 }
    const everyMs = drains ? DRAIN_SESSIONS_EVERY_MS : SESSIONS_EVERY_MS
    if (atMs - last.atMs < Math.max(everyMs, last.tookMs / SESSIONS_SHARE)) return
    if (connections > (drains ? SHORT_SESSIONS_ASKED_MOST : SESSIONS_ASKED_MOST)) {
      asked.set(prefix, { atMs, tookMs: last.tookMs })
      return port.desk.lose(source, 'sessions-not-asked', 1)
    }
    const command = connections > SESSIONS_ASKED_MOST ? 'show sess' : 'show sess all'
    const answer = await ask(`${prefix} ${command}`.trim())
    asked.set(prefix, { atMs, tookMs: port.now() - atMs })
    if (answer.ok) offer('sessions', answer.text, atMs, worker)
  }

  /** A master passes one prefixed command at a time. */
  async function askEach(prefix: string) {
    const info = await ask(`${prefix} show info`)
    if (!info.ok) return info
    const stats = await ask(`${prefix} show stat`)
    return stats.ok
      ? { ok: true as const, text: `${info.text.trimEnd()}\n\n${stats.text.trimStart()}` }
      : stats
  }

  async function readWorkers(): Promise<string | null> {
    const atMs = port.now()
    const answer = await ask('show proc')
    if (!answer.ok) return answer.error
    const { reading } = parseWorkers(answer.text, { source, loadBalancer: setting.name, worker: null, atMs })
    if (!reading) return 'the master socket no longer lists its workers'
    offer('processes', answer.text, atMs, null)
    for (const prefix of [...asked.keys(), ...tables.keys()])
      if (!reading.workers.some((worker) => prefix === `@!${worker.pid}`)) {
        asked.delete(prefix)
        tables.delete(prefix)
      }
    const workers = reading.workers.filter((worker) => !worker.old)
    for (const old of reading.workers.filter((worker) => worker.old)) {
      const info = await ask(`@!${old.pid} show info`)
      if (!info.ok) continue
      offer('info', info.text, atMs, `old-${old.pid}`)
      await readSessions(`@!${old.pid}`, `old-${old.pid}`, connectionsOf(info.text))
    }
    for (const worker of workers) {
      const error = await readOne(`@!${worker.pid}`, workers.length > 1 ? String(worker.pid) : setting.worker)
      if (error) return error
    }
    return workers.length ? null : 'the master has no worker'
  }

  async function round(): Promise<string | null> {
    if (isMaster === null) {
      const atMs = port.now()
      const answer = await ask('show proc')
      if (!answer.ok) return answer.error
      isMaster =
        parseWorkers(answer.text, { source, loadBalancer: setting.name, worker: null, atMs }).reading !== null
    }
    if (isMaster) return readWorkers()
    const error = await readOne('', setting.worker)
    if (!error && port.now() - serversStateAtMs > SERVERS_STATE_EVERY_MS) {
      serversStateAtMs = port.now()
      const answer = await ask('show servers state')
      if (answer.ok) offer('servers-state', answer.text, serversStateAtMs)
    }
    return error
  }

  port.desk.open(source, 'haproxy-socket', setting.shown, setting.name)
  return startPollLoop(setting.intervalMs, round, (error, waitMs) => {
    isMaster = null
    serversStateAtMs = 0
    port.desk.lost(source, error, port.now() + waitMs)
  })
}
