/** A Polygraph of its own, started as a person starts it: one command, its own folder, its own port. */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '#lab/haproxy/free-port'
import { until } from '#lab/haproxy/until'
import { ask, type EventAnswer, type PoolAnswer, type ServerAnswer, type SourceAnswer } from './ask-api.ts'

const COMMAND = path.join(path.dirname(path.dirname(fileURLToPath(import.meta.url))), 'bin', 'polygraph')
const READY_WITHIN_MS = 60_000
const KEPT_OUTPUT_CHARS = 8000

export type Polygraph = {
  url: string
  port: number
  dir: string
  dataDir: string
  /** The newest of what it wrote. */
  output: () => string
  pools: () => Promise<PoolAnswer[]>
  /** `lb1/app/web1`; null where it is not known. */
  server: (key: string) => Promise<ServerAnswer | null>
  sources: () => Promise<SourceAnswer[]>
  source: (name: string) => Promise<SourceAnswer | null>
  /** Newest first. */
  events: (query?: string) => Promise<EventAnswer[]>
  /** A new token with this role, made as a person makes one. */
  token: (role: string) => Promise<string>
  /** SIGKILL: nothing is saved that was not saved before. */
  kill: () => Promise<void>
  /** Starts again in place: same port, same folder; answers with the time until it served, ms. */
  start: () => Promise<number>
  stop: () => Promise<void>
}

/** Runs the command to its end, for what is refused before anything starts. */
export function runPolygraph(
  args: string[],
  cwd: string,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data) => {
      stdout += data
    })
    child.stderr.on('data', (data) => {
      stderr += data
    })
    const timer = setTimeout(() => child.kill('SIGKILL'), READY_WITHIN_MS)
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, stdout, stderr })
    })
  })
}

export async function startPolygraph(
  args: string[] = [],
  /** Without `signIn` everyone on loopback is an admin. */
  {
    host = '127.0.0.1',
    config,
    signIn = host !== '127.0.0.1',
  }: { host?: string; config?: string; signIn?: boolean } = {},
): Promise<Polygraph> {
  const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-e2e-'))
  const dataDir = path.join(dir, 'data')
  if (config) writeFileSync(path.join(dir, 'polygraph.yaml'), config)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let output = ''

  async function start(): Promise<number> {
    const began = performance.now()
    output = ''
    const place = ['--host', host, '--port', String(port), '--data', dataDir]
    if (!signIn) place.push('--open-access')
    const started = spawn(process.execPath, [COMMAND, 'start', ...place, ...args], {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (data) => {
        output = (output + data).slice(-KEPT_OUTPUT_CHARS)
      })
    await until(
      `Polygraph at ${url}`,
      async () => {
        if (started.exitCode !== null) return 'ended'
        return (await fetch(`${url}/healthz`)).ok
      },
      { timeoutMs: READY_WITHIN_MS },
    )
    if (started.exitCode !== null) throw new Error(`Polygraph ended with ${started.exitCode}: ${output}`)
    return performance.now() - began
  }

  async function end(signal: NodeJS.Signals) {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    const timer = setTimeout(() => ending.kill('SIGKILL'), 8000)
    await ended
    clearTimeout(timer)
  }

  let viewer: Promise<string> | null = null
  const get = async <T>(what: string) => {
    if (signIn) viewer ??= polygraph.token('viewer')
    return ask<T>(`${url}/api/v1/${what}`, (await viewer) ?? undefined)
  }
  // The tests' own end, however it comes, is also this one's.
  const atExit = () => child?.kill('SIGKILL')
  process.once('exit', atExit)

  const polygraph: Polygraph = {
    url,
    port,
    dir,
    dataDir,
    output: () => output,
    pools: () => get<PoolAnswer[]>('pools'),
    async server(key) {
      const at = key.lastIndexOf('/')
      const pool = (await polygraph.pools()).find((one) => one.id === key.slice(0, at))
      return pool?.servers.find((one) => one.name === key.slice(at + 1)) ?? null
    },
    sources: () => get<SourceAnswer[]>('sources'),
    source: async (name) => (await polygraph.sources()).find((one) => one.name === name) ?? null,
    events: async (query = '') => (await get<{ events: EventAnswer[] }>(`events?limit=1000&${query}`)).events,
    async token(role) {
      const made = ['token', 'create', '--role', role, '--name', `test-${role}`, '--data', dataDir]
      const { code, stdout, stderr } = await runPolygraph(made, dir)
      if (code !== 0) throw new Error(stderr)
      return stdout.trim()
    },
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGTERM')
      process.removeListener('exit', atExit)
      rmSync(dir, { recursive: true, force: true })
    },
  }
  await start().catch(async (error) => {
    await polygraph.stop()
    throw error
  })
  return polygraph
}
