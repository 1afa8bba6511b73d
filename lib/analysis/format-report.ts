/** A report as text for a terminal: where it hurts first, then every pool and server. */

import type { Told } from './notes.ts'
import type { Durations, Numbers, PoolReport, Report } from './report.ts'

const TOLD_LISTED = 40
const GAPS_LISTED = 10
const COLORS = { bad: '31;1', warn: '33', bold: '1', dim: '2' } as const

type Paint = (what: keyof typeof COLORS, text: string) => string

export function formatReport(report: Report, color: boolean): string {
  const paint: Paint = (what, text) => (color ? `\u001b[${COLORS[what]}m${text}\u001b[0m` : text)
  const sections = [
    heading(report, paint),
    incidents(report, paint),
    worst(report, paint),
    told(report, paint),
    slow(report, paint),
    gaps(report, paint),
    ...report.pools.map((pool) => poolTable(pool, report, paint)),
    unread(report, paint),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function heading({ files, fromMs, toMs, lines, outside, pools }: Report, paint: Paint): string[] {
  const requests = pools.reduce((sum, pool) => sum + pool.requests, 0)
  const failed = pools.reduce((sum, pool) => sum + pool.failed, 0)
  const span = fromMs === null || toMs === null ? 'no dated line' : `${moment(fromMs)} – ${moment(toMs)} UTC`
  return [
    ...files.map(({ name, why }) => `${paint('bold', name)}  ${paint('dim', why)}`),
    '',
    `${paint('bold', span)}   ${count(lines)} lines${outside > 0 ? `, ${count(outside)} outside of what was asked for` : ''}`,
    `${count(requests)} requests, ${failed > 0 ? paint('bad', `${count(failed)} failed`) : 'none failed'} (${share(failed, requests)})`,
  ]
}

function incidents({ incidents: all, closely }: Report, paint: Paint): string[] {
  if (all === null || closely === null) return []
  const part =
    closely.bytes < closely.ofBytes
      ? `, in the ${share(closely.bytes, closely.ofBytes)} of the log that was read closely`
      : ''
  if (all.length === 0) return [`${paint('bold', 'No incident was found')}${part}`]
  return [
    paint('bold', `${all.length === 1 ? 'One incident' : `${all.length} incidents`}${part}`),
    ...all.flatMap((one) => [
      `  ${moment(one.startedAtMs)}  ${paint(one.severity === 'critical' ? 'bad' : 'warn', one.title)}  ${paint('dim', `${one.kind}, ${Math.round(one.confidence * 100)} %`)}`,
      ...(one.cause === one.title ? [] : [`    because ${one.cause}`]),
    ]),
  ]
}

function worst({ worstMinutes }: Report, paint: Paint): string[] {
  if (worstMinutes.length === 0) return []
  return [
    paint('bold', 'The worst minutes'),
    ...worstMinutes.map(
      ({ atMs, requests, failed, worst, worstFailed }) =>
        `  ${moment(atMs)}  ${paint('bad', `${count(failed)} failed`)} of ${count(requests)} (${share(failed, requests)}), ${count(worstFailed)} of them at ${worst}`,
    ),
  ]
}

function told({ told: all, toldLeftOut }: Report, paint: Paint): string[] {
  if (all.length === 0) return []
  const shown = all.slice(0, TOLD_LISTED)
  const more = all.length - shown.length + toldLeftOut
  return [
    paint('bold', 'What the load balancers said'),
    ...shown.map((one) => `  ${one.atMs === null ? 'undated' : moment(one.atMs)}  ${inWords(one, paint)}`),
    ...(more > 0 ? [paint('dim', `  and ${count(more)} more (--json has the first 5,000)`)] : []),
  ]
}

function inWords({ pool, server, to, kind, text }: Told, paint: Paint): string {
  const who = [pool, server].filter((each) => each !== null).join('/')
  const state = to === null ? kind : to.toUpperCase()
  const told =
    to === 'down' || to === 'empty' ? paint('bad', state) : to === 'up' ? state : paint('warn', state)
  return [who, told, text].filter(Boolean).join('  ')
}

function slow({ slowStarts }: Report, paint: Paint): string[] {
  if (slowStarts.length === 0) return []
  return [
    paint('bold', 'Slow after they came back'),
    ...slowStarts
      .slice(0, TOLD_LISTED)
      .map(
        ({ atMs, pool, server, firstMs, laterMs }) =>
          `  ${moment(atMs)}  ${pool}/${server}  ${firstMs} ms to the first byte for half a minute, ${laterMs} ms after it`,
      ),
  ]
}

function gaps({ gaps: all }: Report, paint: Paint): string[] {
  if (all.length === 0) return []
  return [
    paint('bold', 'Nothing was logged'),
    ...all
      .slice(0, GAPS_LISTED)
      .map(
        ({ fromMs, toMs }) =>
          `  ${moment(fromMs)} – ${moment(toMs)}  ${Math.round((toMs - fromMs) / 1_000)} s`,
      ),
  ]
}

const FAILED = 'failed'
const PASSED_ON = 'passed on'
const COLUMNS = [
  '',
  'requests',
  FAILED,
  '2xx',
  '3xx',
  '4xx',
  '5xx',
  'none',
  'retries',
  'moved',
  PASSED_ON,
  'first byte p50',
  'p90',
  'p99',
  'whole p99',
]

function poolTable(pool: PoolReport, { pools }: Report, paint: Paint): string[] {
  const several = new Set(pools.map(({ loadBalancer }) => loadBalancer)).size > 1
  const all = [
    COLUMNS,
    ['all', ...cells(pool)],
    ...pool.servers.map((one) => [
      one.server ?? (pool.pool === null ? 'not told' : 'no server'),
      ...cells(one),
    ]),
  ]
  // Most load balancers do not tell.
  const shown = COLUMNS.map((name) => name !== PASSED_ON || pool.passedOn > 0)
  const rows = all.map((row) => row.filter((_, column) => shown[column]))
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const line = (row: string[]) =>
    `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')}`
  const broken = pool.ends.filter(({ state }) => state !== '--')
  return [
    paint('bold', `${several ? `${pool.loadBalancer}: ` : ''}${pool.pool ?? 'the log names no pool'}`),
    ...rows.map((row, at) => {
      if (at === 0) return paint('dim', line(row))
      const isWell = [FAILED, PASSED_ON].every((name) => all[at]![COLUMNS.indexOf(name)] === '0')
      return isWell ? line(row) : paint('warn', line(row))
    }),
    ...broken.map(({ state, words, count: times }) => `  ${paint('dim', state)}  ${count(times)} × ${words}`),
  ]
}

function cells(of: Numbers): string[] {
  const { requests, failed, classes, retries, redispatched, passedOn, response, total } = of
  return [
    ...[requests, failed, classes['2xx'], classes['3xx'], classes['4xx'], classes['5xx'], classes.other].map(
      count,
    ),
    ...[retries, redispatched, passedOn].map(count),
    ...(['p50', 'p90', 'p99'] as const).map((which) => duration(response, which)),
    duration(total, 'p99'),
  ]
}

function unread({ unread: all, undated }: Report, paint: Paint): string[] {
  if (all.length + undated === 0) return []
  return [
    paint('bold', 'Not read'),
    ...all.flatMap(({ reason, count: times, samples }) => [
      `  ${count(times)} × ${reason}`,
      ...samples.slice(0, 1).map((sample) => paint('dim', `    ${sample.slice(0, 120)}`)),
    ]),
    ...(undated > 0 ? [`  ${count(undated)} × no usable date`] : []),
  ]
}

const duration = (of: Durations | null, which: keyof Durations) =>
  of === null ? '–' : of[which] < 10_000 ? `${of[which]} ms` : `${(of[which] / 1_000).toFixed(1)} s`
const count = (value: number) => value.toLocaleString('en-US')
const share = (part: number, all: number) =>
  all === 0 ? '–' : `${((part / all) * 100).toFixed(part / all < 0.001 ? 3 : 1)} %`
const moment = (atMs: number) => new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')
