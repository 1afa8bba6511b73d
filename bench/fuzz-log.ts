/** Mutates log lines by the million: nothing may throw, hang, or be refused without a reason. */

import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parseLine } from '#lib/sources/parse-line'

export type FuzzReport = {
  inputs: number
  accepted: number
  throws: number
  firstThrow: string | null
  slowestMs: number
  slowestLine: string
  /** Lines that took longer than a millisecond, whatever the machine did meanwhile. */
  slow: string[]
  /** Memory in use after a tenth of them, and after all, MB; garbage is collected before. */
  heapMb: [number, number]
  rejectsWithoutReason: number
  rejects: Record<string, number>
}

const SLOW_MS = 1
export const SLOW_KEPT = 5_000
setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

const SOURCES = [
  'haproxy/log/fixtures/2.0.0/log.local.txt',
  'haproxy/log/fixtures/2.6.12/log.local.txt',
  'haproxy/log/fixtures/2.6.12/log.rfc5424.txt',
  'haproxy/log/fixtures/2.6.12/stderr.txt',
  'nginx/fixtures/combined.log',
  'nginx/fixtures/ingress-upstreaminfo.log',
  'nginx/fixtures/json-variable-names.log',
  'nginx/fixtures/key-value-variable-names.log',
  'nginx/fixtures/error.log',
  'traefik/fixtures/access.clf.log',
  'traefik/fixtures/access.json.log',
  'caddy/fixtures/access.json.log',
  'alb/fixtures/aws-documentation.txt',
  'envoy/fixtures/public-samples.txt',
  'syslog/fixtures/wrapped.log',
]

/** The same `seed` gives the same inputs. */
export function run(count: number, seed = 1): FuzzReport {
  const lines = SOURCES.flatMap((name) =>
    readFileSync(new URL(`../lib/sources/${name}`, import.meta.url), 'latin1').split('\n'),
  )
  const report: FuzzReport = {
    inputs: count,
    accepted: 0,
    throws: 0,
    firstThrow: null,
    slowestMs: 0,
    slowestLine: '',
    slow: [],
    heapMb: [0, 0],
    rejectsWithoutReason: 0,
    rejects: {},
  }
  let state = seed >>> 0
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 4_294_967_296) * below)
  }
  for (let index = 0; index < count; index++) {
    let line = lines[next(lines.length)]!
    for (let changes = 1 + next(4); changes > 0; changes--) line = mutate(line, next, lines)
    const startedAt = performance.now()
    try {
      const parsed = parseLine(line, { year: 2026 })
      if (parsed.ok) report.accepted++
      else if (!parsed.reason) report.rejectsWithoutReason++
      else report.rejects[parsed.reason] = (report.rejects[parsed.reason] ?? 0) + 1
    } catch (error) {
      report.throws++
      report.firstThrow ??= `${String(error)}: ${line.slice(0, 300)}`
    }
    const tookMs = performance.now() - startedAt
    if (tookMs > SLOW_MS && report.slow.length < SLOW_KEPT) report.slow.push(line)
    if (index === Math.floor(count / 10)) report.heapMb[0] = heapMb()
    if (tookMs > report.slowestMs && index > 1000) {
      report.slowestMs = tookMs
      report.slowestLine = line
    }
  }
  report.heapMb[1] = heapMb()
  return report
}

function heapMb(): number {
  collect()
  return process.memoryUsage().heapUsed / 1e6
}

function mutate(line: string, next: (below: number) => number, lines: string[]): string {
  const at = next(line.length + 1)
  const byte = String.fromCharCode(next(256))
  switch (next(7)) {
    case 0:
      return line.slice(0, at) + byte + line.slice(at + 1)
    case 1:
      return line.slice(0, at) + line.slice(at + 1 + next(12))
    case 2:
      return line.slice(0, at)
    case 3:
      return line.slice(0, at) + line.slice(next(at + 1))
    case 4:
      return line.slice(0, at) + lines[next(lines.length)]!.slice(next(80))
    case 5:
      return line.slice(0, at) + ' /:|"{}[]<>#%-+\\'[next(16)]!.repeat(1 + next(40)) + line.slice(at)
    default:
      return next(500) === 0 ? line + byte.repeat(60_000) : line.slice(0, at) + byte + line.slice(at)
  }
}

if (process.argv[1]?.endsWith('fuzz-log.ts')) {
  const report = run(Number(process.argv[2] ?? 1_000_000))
  console.log(JSON.stringify({ ...report, slow: report.slow.length }, null, 2))
  process.exitCode = report.throws + report.rejectsWithoutReason > 0 ? 1 : 0
}
