/** One real HAProxy over many small servers that can be made to refuse or to hang, and what it logged of each. */

import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseLine } from '#lib/sources/parse-line'

export type PoolSpec = { name: string; directives: string[]; serverOptions: string }

export type RigServer = {
  pool: string
  /** Epoch ms of what the log says; null before. */
  firstPassedAtMs: number | null
  downAtMs: number | null
  /** Durations of failed checks. */
  failedMs: number[]
  hang(): void
  /** Answers all that waited, as a process does after a pause. */
  resume(): void
  refuse(): void
}

export type Rig = { servers: RigServer[]; stop(): Promise<void> }

const READY_WITHIN_MS = 20_000

export async function startRig(pools: PoolSpec[], serversPerPool: number): Promise<Rig> {
  const log = createSocket('udp4')
  log.bind(0, '127.0.0.1')
  await once(log, 'listening')
  const folder = await mkdtemp(path.join(tmpdir(), 'polygraph-evict-'))
  const byName = new Map<string, RigServer>()
  const apps: Server[] = []
  const lines = [
    ...[
      'global',
      `  log 127.0.0.1:${log.address().port} local0 info`,
      'defaults',
      '  mode http',
      '  log global',
    ],
    ...['  option log-health-checks', '  timeout client 5s', '  timeout server 5s'],
    // HAProxy starts for a listener's sake only; nothing connects here.
    ...['frontend none', `  bind ${path.join(folder, 'none.sock')}`],
  ]
  for (const pool of pools) {
    lines.push(`backend ${pool.name}`, ...pool.directives.map((one) => `  ${one}`))
    for (let index = 0; index < serversPerPool; index++) {
      const { server, app, port } = await startServer(pool.name)
      apps.push(app)
      byName.set(`${pool.name}/s${index}`, server)
      lines.push(`  server s${index} 127.0.0.1:${port} check ${pool.serverOptions}`)
    }
  }
  log.on('message', (message) => {
    const record = parseLine(message.toString(), { nowMs: Date.now(), logFormat: null })
    if (record.ok) note(byName, record as unknown as Record<string, unknown>)
  })
  const config = path.join(folder, 'haproxy.cfg')
  await writeFile(config, `${lines.join('\n')}\n`)
  const haproxy = spawn('haproxy', ['-db', '-f', config], { stdio: 'ignore' })
  const stop = () => stopRig(haproxy, apps, folder, () => log.close())
  const servers = [...byName.values()]
  const deadlineMs = Date.now() + READY_WITHIN_MS
  while (servers.some((one) => one.firstPassedAtMs === null)) {
    if (Date.now() > deadlineMs || haproxy.exitCode !== null) {
      await stop()
      throw new Error(`HAProxy did not see all servers up (exit code ${haproxy.exitCode})`)
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return { servers, stop }
}

/** Takes a log record into the server it speaks of. */
function note(byName: Map<string, RigServer>, record: Record<string, unknown>): void {
  const server = byName.get(`${record.pool}/${record.server}`)
  if (!server) return
  if (record.kind === 'health-check') {
    if (record.succeeded === true) server.firstPassedAtMs ??= Date.now()
    else if (typeof record.checkDurationMs === 'number') server.failedMs.push(record.checkDurationMs)
  }
  if (record.kind === 'server-state' && record.to === 'down') server.downAtMs ??= Date.now()
}

async function startServer(pool: string): Promise<{ server: RigServer; app: Server; port: number }> {
  let hung = false
  const waiting: ServerResponse[] = []
  const app = createServer((_request, response) => {
    if (hung) waiting.push(response)
    else response.end('ok')
  })
  app.listen(0, '127.0.0.1')
  await once(app, 'listening')
  const address = app.address()
  const server: RigServer = {
    pool,
    firstPassedAtMs: null,
    downAtMs: null,
    failedMs: [],
    hang: () => {
      hung = true
    },
    resume: () => {
      hung = false
      for (const response of waiting.splice(0)) response.end('ok')
    },
    refuse: () => {
      app.close()
      app.closeAllConnections()
    },
  }
  return { server, app, port: typeof address === 'object' && address ? address.port : 0 }
}

async function stopRig(
  haproxy: ChildProcess,
  apps: Server[],
  folder: string,
  closeLog: () => void,
): Promise<void> {
  if (haproxy.exitCode === null) {
    haproxy.kill('SIGKILL')
    await once(haproxy, 'exit')
  }
  for (const app of apps) {
    app.close()
    app.closeAllConnections()
  }
  closeLog()
  await rm(folder, { recursive: true, force: true })
}
