/** Live syslog over UDP and TCP: lines received, read and rolled up in a second, beside rsyslog writing the same to a file. */

import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '#lab/haproxy/free-port'
import { until } from '#lab/haproxy/until'
import { type Bar, told } from './bars.ts'
import { startFlood } from './flood.ts'
import { startPolygraph } from './polygraph-process.ts'

type Transport = 'udp' | 'tcp'
type Outcome = { sent: number; received: number; lost: number | null; tookS: number; cpuS: number | null }
type SourceAnswer = { name: string; readings: number; losses: Record<string, number> }

/** Lines a second that are asked for. */
const BARS: Record<Transport, number> = { udp: 100_000, tcp: 400_000 }
/** So much more is sent: a sender is a little slower than it is told to be. */
const MORE = 1.05
const SECONDS = 8
/** Nothing more comes once it has been so long. */
const SETTLED_MS = 1_500
const RSYSLOG = '/usr/sbin/rsyslogd'

export async function run(): Promise<Bar[]> {
  const bars: Bar[] = []
  for (const transport of ['udp', 'tcp'] as const) {
    const [own, theirs] = [await withPolygraph(transport), await withRsyslog(transport)]
    bars.push(...toBars(transport, own, theirs))
  }
  return bars
}

function toBars(transport: Transport, own: Outcome, theirs: Outcome | null): Bar[] {
  const rate = ({ received, tookS }: Outcome) => received / tookS
  const words = (one: Outcome) =>
    `${Math.round(rate(one))} lines/s; ${one.sent} sent, ${one.sent - one.received} of them not received`
  const bar = BARS[transport]
  const missing = own.sent - own.received
  const counted = own.lost === null ? 0 : own.lost
  return [
    {
      what: `${transport}, lines a second`,
      figure: words(own),
      bar: `≥ ${bar}, none lost`,
      ok: rate(own) >= bar && missing === 0,
    },
    told(`${transport}, of the lost ones counted and shown`, `${counted} of ${missing}`),
    told(`${transport}, processor`, `${((own.cpuS ?? 0) / own.tookS).toFixed(2)} of a core`),
    ...(theirs
      ? [
          told(`${transport}, rsyslog to a file`, words(theirs)),
          told(`${transport}, rsyslog ÷ Polygraph`, (rate(theirs) / rate(own)).toFixed(2)),
        ]
      : [told(`${transport}, rsyslog`, 'it is not installed')]),
  ]
}

/** Floods `port`, and waits until `received` no longer grows. */
async function measure(
  transport: Transport,
  port: number,
  received: () => Promise<number>,
): Promise<Pick<Outcome, 'sent' | 'received' | 'tookS'>> {
  const before = await received()
  const flood = startFlood(`lines-${transport}`, String(port), 1, BARS[transport] * MORE)
  try {
    await until('the first lines', async () => (await received()) > before, { timeoutMs: 20_000 })
    const startedMs = performance.now()
    await wait(SECONDS * 1_000)
    const sent = await flood.pause()
    let count = await received()
    let grewMs = performance.now()
    while (performance.now() - grewMs < SETTLED_MS) {
      await wait(50)
      const now = await received()
      if (now > count) grewMs = performance.now()
      count = now
    }
    return { sent, received: count - before, tookS: (grewMs - startedMs) / 1_000 }
  } finally {
    flood.stop()
  }
}

async function withPolygraph(transport: Transport): Promise<Outcome> {
  const port = await freePort()
  const polygraph = await startPolygraph(['--syslog', `${transport}://127.0.0.1:${port}`])
  try {
    const source = async () => {
      const found = (await polygraph.get<SourceAnswer[]>('/api/v1/sources')).find(({ name }) =>
        name.startsWith('syslog'),
      )
      if (!found) throw new Error('the dashboard does not know its source')
      return found
    }
    await until('the port', source)
    const cpuS = polygraph.cpuSeconds()
    const outcome = await measure(transport, port, async () => (await source()).readings)
    const lost = Object.values((await source()).losses).reduce((a, b) => a + b, 0)
    return { ...outcome, lost, cpuS: polygraph.cpuSeconds() - cpuS }
  } finally {
    await polygraph.stop()
  }
}

async function withRsyslog(transport: Transport): Promise<Outcome | null> {
  if (!existsSync(RSYSLOG)) return null
  const folder = mkdtempSync(path.join(tmpdir(), 'polygraph-rsyslog-'))
  const [port, log] = [await freePort(), path.join(folder, 'all.log')]
  const config = path.join(folder, 'rsyslog.conf')
  writeFileSync(log, '')
  writeFileSync(
    config,
    `module(load="im${transport}")
input(type="im${transport}" address="127.0.0.1" port="${port}" ruleset="all")
ruleset(name="all") { action(type="omfile" file="${log}") }
global(workDirectory="${folder}")
`,
  )
  const daemon = spawn(RSYSLOG, ['-n', '-f', config, '-i', path.join(folder, 'pid')], { stdio: 'inherit' })
  try {
    const lines = countLines(log)
    const outcome = await measure(transport, port, async () => lines())
    return { ...outcome, lost: null, cpuS: null }
  } finally {
    daemon.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Of a file that grows: only what is new is read. */
function countLines(file: string): () => number {
  const bytes = Buffer.allocUnsafe(1 << 20)
  let [at, count] = [0, 0]
  return () => {
    const handle = openSync(file, 'r')
    for (let read = 1; read > 0; ) {
      read = readSync(handle, bytes, 0, bytes.length, at)
      at += read
      for (let i = bytes.indexOf(10); i >= 0 && i < read; i = bytes.indexOf(10, i + 1)) count++
    }
    closeSync(handle)
    return count
  }
}
