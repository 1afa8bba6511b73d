/** The dashboard that watches a site, started as a person starts it, in a folder of its own. */

import { type ChildProcess, spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { until } from '../haproxy/until.ts'

const COMMAND = path.join(fileURLToPath(new URL('../..', import.meta.url)), 'bin', 'polygraph')
const READY_WITHIN_MS = 120_000
const ENDS_WITHIN_MS = 8000

export type Dashboard = {
  url: string
  /** Its last words where it has ended by itself; null while it runs. */
  died: () => string | null
  kill: () => Promise<void>
  start: () => Promise<void>
  stop: () => Promise<void>
}

export async function startDashboard(
  dir: string,
  settingsFile: string,
  port: number,
  args: string[],
  /** A process whose network it runs in; ours where it is null. */
  networkOf: number | null = null,
): Promise<Dashboard> {
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  let said = ''

  async function start() {
    const own = [
      '--open-access',
      '--port',
      String(port),
      '--config',
      settingsFile,
      '--data',
      path.join(dir, 'data'),
    ]
    const inside = networkOf === null ? [] : ['nsenter', '-t', String(networkOf), '-n', '--']
    const started = spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', ...inside, process.execPath, COMMAND, 'start', ...own, ...args],
      {
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      },
    )
    child = started
    const log = createWriteStream(path.join(dir, 'logs', 'dashboard'), { flags: 'a' })
    started.once('close', () => log.end())
    said = ''
    for (const stream of [started.stdout, started.stderr]) {
      stream.pipe(log, { end: false })
      stream.on('data', (data) => {
        said = (said + data).slice(-4000)
      })
    }
    await until(
      `the dashboard at ${url}`,
      async () => started.exitCode !== null || (await fetch(`${url}/healthz`)).ok,
      { timeoutMs: READY_WITHIN_MS, everyMs: 50 },
    )
    if (started.exitCode !== null) throw new Error(`the dashboard ended with ${started.exitCode}: ${said}`)
  }

  async function end(signal: NodeJS.Signals) {
    const ending = child
    child = null
    if (!ending || ending.exitCode !== null || ending.signalCode !== null) return
    const ended = new Promise((resolve) => ending.once('exit', resolve))
    ending.kill(signal)
    const timer = setTimeout(() => ending.kill('SIGKILL'), ENDS_WITHIN_MS)
    await ended
    clearTimeout(timer)
  }

  const died = () => (child !== null && child.exitCode !== null ? said : null)
  const dashboard = { url, died, start, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
  await start().catch(async (error) => {
    await end('SIGKILL')
    throw error
  })
  return dashboard
}
