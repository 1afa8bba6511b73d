/** `polygraph analyze` beside halog, HAProxy's own counter, on the same log: every count is the same. */

import { execFile, spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import { writeHttplog } from '#lab/haproxy/write-httplog'
import type { Report } from '#lib/analysis/report'

const run = promisify(execFile)
const LINES = 120_000
const START_MS = Date.UTC(2026, 9, 20, 6)
const folder = mkdtempSync(path.join(tmpdir(), 'polygraph-analyze-'))
const log = path.join(folder, 'haproxy.log')
let report: Report

const halog = async (option: string) => {
  const { stdout } = await run('/bin/sh', ['-c', `PATH=$PATH:/usr/sbin halog -q ${option} < ${log}`])
  return stdout
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.split(' '))
}

beforeAll(async () => {
  // Large enough to be read in parts.
  writeHttplog(log, LINES, START_MS)
  const { stdout } = await run(process.execPath, ['bin/polygraph', 'analyze', '--json', '--seconds', log], {
    maxBuffer: 1 << 28,
  })
  report = JSON.parse(stdout)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true }))

test('of every server: requests by class of status, those that were whole, and mean times', async () => {
  const theirs = await halog('-srv')
  const ours = report.pools.flatMap(({ pool, servers }) =>
    servers.map(({ server, requests, classes }) => [
      `${pool}/${server ?? '<NOSRV>'}`,
      ...['1xx', '2xx', '3xx', '4xx', '5xx', 'other'].map((each) => String(classes[each as '2xx'])),
      String(requests),
    ]),
  )
  expect(ours.sort()).toEqual(theirs.map((row) => row.slice(0, 8)).sort())
  for (const row of theirs) {
    const [pool, server] = row[0]!.split('/')
    const own = report.pools
      .find((each) => each.pool === pool)!
      .servers.find((each) => (each.server ?? '<NOSRV>') === server)!
    expect(Math.floor(own.connectMsMean ?? 0)).toBe(Number(row[10]))
  }
})

test('of every status, and of every way to end', async () => {
  const counts = (rows: string[][]) => Object.fromEntries(rows.map(([name, count]) => [name, Number(count)]))
  expect(report.statuses).toEqual(counts(await halog('-st')))
  expect(Object.fromEntries(report.ends.map(({ state, count }) => [state, count]))).toEqual(
    counts(await halog('-tc')),
  )
})

test('the seconds of all servers add up to all requests; nothing was left unread', () => {
  const rows = report.seconds!.flatMap((one) => one.rows)
  const requests = report.pools.reduce((sum, pool) => sum + pool.requests, 0)
  expect(rows.reduce((sum, row) => sum + row[1], 0)).toBe(requests)
  expect(report).toMatchObject({ lines: LINES, unread: [], undated: 0, slotS: 1, fromMs: START_MS })
})

test('follows a log as it grows and is rotated, until it is interrupted', async () => {
  const growing = path.join(folder, 'growing.log')
  const lines = readFileSync(log, 'utf8').split('\n').slice(0, 3_000)
  const part = (from: number, to: number) => `${lines.slice(from, to).join('\n')}\n`
  writeFileSync(growing, part(0, 1_000))
  const child = spawn(process.execPath, ['bin/polygraph', 'analyze', '--follow', '--json', growing], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.on('close', resolve))
  const reports: Report[] = []
  createInterface(child.stdout).on('line', (line) => reports.push(JSON.parse(line)))
  const told = (count: number) => until(`${count} lines`, () => reports.at(-1)?.lines === count)
  try {
    await told(1_000)
    const half = part(1_000, 2_000)
    appendFileSync(growing, half.slice(0, 777))
    appendFileSync(growing, half.slice(777))
    await told(2_000)
    renameSync(growing, `${growing}.1`)
    // Its writer does not know yet.
    appendFileSync(`${growing}.1`, part(2_000, 2_500))
    writeFileSync(growing, part(2_500, 2_600))
    await told(2_600)
    writeFileSync(growing, part(2_600, 2_650))
    await told(2_650)
    // The last line has no end yet; it is counted at the end.
    appendFileSync(growing, lines[2_650]!)
    child.kill('SIGINT')
    expect(await ended).toBe(0)
    expect(reports.at(-1)).toMatchObject({ lines: 2_651, unread: [], incidents: null })
  } finally {
    child.kill('SIGKILL')
  }
})

test('follows a pipe to its end', async () => {
  const { stdout } = await run(
    '/bin/sh',
    ['-c', `head -n 500 ${log} | ${process.execPath} bin/polygraph analyze --follow -`],
    { maxBuffer: 1 << 28 },
  )
  expect(stdout).toContain('500 lines')
})
