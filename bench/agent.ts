/** The host agent beside 10,000 and 100,000 sockets: processor time, memory, and a look beside `ss -tin`. */

import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { until } from '#lab/haproxy/until'
import { buildAgent } from '../agent/build.ts'
import { atMost, type Bar, median, told } from './bars.ts'

const WARM_UP_MS = 12_000
const MEASURED_MS = 32_000
const RUNS = 5
const MS_PER_TICK = 10
const PORT = 9170
const FIRST_HOLDER_PORT = 7900
/** Files that a holder has open beside its sockets. */
const SPARE_FILES = 500
/** More processes than this would be what is measured. */
const MAX_HOLDERS = 16

type Heard = {
  reports: number
  bytes: number
  looks: number
  details: number
  put: number
  total: number
  sampled: number
  lookMs: number[]
  lacks: { what: string; why: string }[]
}

export async function run(): Promise<Bar[]> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return [told('agent', 'not measured: network namespaces need root on Linux')]
  const folder = mkdtempSync(path.join(tmpdir(), 'polygraph-bench-agent-'))
  const file = path.join(folder, 'agent.mjs')
  writeFileSync(file, await buildAgent())
  try {
    const sizes = process.env.POLYGRAPH_BENCH_SOCKETS?.split(',').map(Number) ?? [10_000, 100_000]
    const bars: Bar[] = []
    for (const size of sizes) bars.push(...(await measure(file, size)))
    return bars
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(file: string, sockets: number): Promise<Bar[]> {
  const namespace = `pg-bench-${process.pid}-${sockets}`
  const children: ChildProcessWithoutNullStreams[] = []
  const inside = (script: string) => {
    const child = spawn('ip', ['netns', 'exec', namespace, 'sh', '-c', script])
    children.push(child)
    return child
  }
  const node = JSON.stringify(process.execPath)
  const here = (name: string) => JSON.stringify(path.join(import.meta.dirname, name))
  execFileSync('ip', ['netns', 'add', namespace])
  try {
    execFileSync('ip', ['-n', namespace, 'link', 'set', 'lo', 'up'])
    const shares = sharesOf(sockets)
    if (shares === null)
      return [told(`${sockets} sockets`, 'not measured: too few open files are allowed here')]
    for (const [at, share] of shares.entries()) {
      const script = `${here('hold-sockets.mjs')} ${share} ${FIRST_HOLDER_PORT + at}`
      const holder = inside(`ulimit -n ${share + SPARE_FILES} && exec ${node} ${script}`)
      await saying(holder, 'holding', 180_000)
    }
    const dashboard = inside(`exec ${node} ${here('fake-dashboard.mjs')} ${PORT}`)
    await saying(dashboard, 'listening', 20_000)
    const agent = inside(`exec ${node} ${JSON.stringify(file)} --to http://127.0.0.1:${PORT} --token bench`)
    agent.stderr.resume()
    await wait(WARM_UP_MS)
    const before = { cpuMs: cpuMs(agent.pid!), heard: await ask(dashboard), atMs: performance.now() }
    let mostMb = 0
    let mostResidentMb = 0
    while (performance.now() - before.atMs < MEASURED_MS) {
      mostMb = Math.max(mostMb, memoryMb(agent.pid!))
      mostResidentMb = Math.max(mostResidentMb, residentMb(agent.pid!))
      await wait(500)
    }
    const seconds = (performance.now() - before.atMs) / 1000
    const share = (cpuMs(agent.pid!) - before.cpuMs) / (seconds * 10)
    const after = await ask(dashboard)
    const looks = after.lookMs.slice(before.heard.lookMs.length)
    const ss = ssWallMs(namespace)
    const bound = sockets <= 10_000
    const title = `${sockets.toLocaleString('en')} sockets`
    const judge = (what: string, value: number, limit: number, unit: string) =>
      bound ? atMost(what, value, limit, unit) : told(what, `${value.toFixed(1)} ${unit}`)
    const look = median(looks)
    return [
      judge(`${title}: processor, with children`, share, 3, '% of a core'),
      judge(`${title}: memory, with its share of children`, mostMb, 70, 'MB'),
      told(
        `${title}: resident memory of all added, shared pages each time`,
        `${mostResidentMb.toFixed(0)} MB`,
      ),
      told(`${title}: one look, median of ${looks.length}`, `${look.toFixed(0)} ms`),
      told(
        `${title}: ss -tin, median of ${RUNS}`,
        `${ss.toFixed(0)} ms (look / ss = ${(look / ss).toFixed(2)})`,
      ),
      told(
        `${title}: told`,
        `${((after.looks - before.heard.looks) / seconds).toFixed(2)} readings/s, of them ${(looks.length / seconds).toFixed(2)} looks at all and the others by the kernel's counters, ${((after.details - before.heard.details) / seconds).toFixed(0)} details/s, ${((after.bytes - before.heard.bytes) / seconds / 1024).toFixed(0)} kB/s, ${after.total} sockets, sampled ${after.sampled}`,
      ),
      ...after.lacks.map((one) => told(`${title}: lacks`, `${one.what}: ${one.why}`)),
    ]
  } finally {
    for (const child of children) child.stdin.end()
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map((child) => child.exitCode ?? new Promise((r) => child.once('exit', r))))
    execFileSync('ip', ['netns', 'del', namespace])
  }
}

/** Sockets per process, so that each stays below the limit of open files that it may be given. */
function sharesOf(sockets: number): number[] | null {
  const word = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()
  const most = (word === 'unlimited' ? sockets + SPARE_FILES : Number(word)) - SPARE_FILES
  const holders = Math.ceil(sockets / most)
  if (!(most > 0) || holders > MAX_HOLDERS) return null
  const upTo = (holder: number) => 2 * Math.round((sockets * holder) / holders / 2)
  return Array.from({ length: holders }, (_, at) => upTo(at + 1) - upTo(at))
}

async function saying(child: ChildProcessWithoutNullStreams, word: string, timeoutMs: number): Promise<void> {
  let said = ''
  child.stdout.on('data', (data) => {
    said = (said + data).slice(-200)
  })
  child.stderr.on('data', (data) => process.stderr.write(data))
  await until(`"${word}"`, () => said.includes(word) || child.exitCode !== null, { timeoutMs })
  if (!said.includes(word)) throw new Error(`a process ended with ${child.exitCode} before it said "${word}"`)
}

function ask(dashboard: ChildProcessWithoutNullStreams): Promise<Heard> {
  return new Promise((resolve) => {
    let text = ''
    const onData = (data: Buffer) => {
      text += data
      if (!text.endsWith('\n')) return
      dashboard.stdout.off('data', onData)
      resolve(JSON.parse(text) as Heard)
    }
    dashboard.stdout.on('data', onData)
    dashboard.stdin.write('?')
  })
}

/** The process's own time, that of its ended children, and that of those which still run. */
function cpuMs(pid: number): number {
  const fields = statOf(pid)
  const own = fields ? fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0) * MS_PER_TICK : 0
  return own + childrenOf(pid).reduce((sum, child) => sum + cpuMs(child), 0)
}

const memoryOf = (pid: number, file: string, key: string): number => {
  try {
    const found = new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))
    return Number(found?.[1] ?? 0) / 1024
  } catch {
    // A child that ended meanwhile.
    return 0
  }
}

/** All of its own pages; of its children's those that other programs share count in part. */
const memoryMb = (pid: number): number =>
  memoryOf(pid, 'status', 'VmRSS') +
  below(pid).reduce((sum, child) => sum + memoryOf(child, 'smaps_rollup', 'Pss'), 0)

const residentMb = (pid: number): number =>
  [pid, ...below(pid)].reduce((sum, one) => sum + memoryOf(one, 'status', 'VmRSS'), 0)

const below = (pid: number): number[] => childrenOf(pid).flatMap((child) => [child, ...below(child)])

function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((one) => one > 0 && Number(statOf(one)?.[1]) === pid)
}

function ssWallMs(namespace: string): number {
  const times = Array.from({ length: RUNS }, () => {
    const startedAt = performance.now()
    spawnSync('ip', ['netns', 'exec', namespace, 'ss', '-tin'], { maxBuffer: 2 ** 30 })
    return performance.now() - startedAt
  })
  return median(times)
}
