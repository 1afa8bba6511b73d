/** A Polygraph of its own process and data folder (which ends with it), watched from outside: processor time and memory. */

import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort } from '#lab/haproxy/free-port'
import { until } from '#lab/haproxy/until'

const COMMAND = path.resolve(import.meta.dirname, '../bin/polygraph')
/** Linux counts processor time in hundredths of a second. */
const TICKS_PER_SECOND = 100
const STOP_WITHIN_MS = 8000

export type PolygraphProcess = {
  url: string
  pid: number
  /** Seconds of processor time since it started, all its threads together. */
  cpuSeconds: () => number
  /** Megabytes: now, and the most there was since `resetPeak`. */
  memory: () => { rssMb: number; peakMb: number }
  resetPeak: () => void
  /** Its answer at a path, as JSON. */
  get: <T>(route: string) => Promise<T>
  stop: () => Promise<void>
}

export async function startPolygraph(
  args: string[],
  data = mkdtempSync(path.join(tmpdir(), 'polygraph-bench-')),
): Promise<PolygraphProcess> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const extra = process.env.POLYGRAPH_BENCH_NODE?.split(' ') ?? []
  const child = spawn(
    process.execPath,
    [...extra, COMMAND, 'start', '--open-access', '--port', String(port), '--data', data, ...args],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  child.stderr.on('data', (text) => {
    said = (said + text).slice(-4000)
  })
  const pid = child.pid ?? 0
  await until(
    'Polygraph to be ready',
    async () => {
      if (child.exitCode !== null) throw new Error(`Polygraph ended: ${said}`)
      return said.includes('ready at') && (await fetch(`${url}/healthz`)).ok
    },
    { timeoutMs: 120_000 },
  )
  const megabytes = (name: string) => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024
  }
  return {
    url,
    pid,
    cpuSeconds() {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND
    },
    memory: () => ({ rssMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') }),
    resetPeak: () => writeFileSync(`/proc/${pid}/clear_refs`, '5'),
    get: async (route) => (await fetch(`${url}${route}`)).json(),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS)
        await ended
        clearTimeout(timer)
      }
      rmSync(data, { recursive: true, force: true })
    },
  }
}
