/** `polygraph analyze` beside halog, HAProxy's own counter, on the same log: every count is the same. */

import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
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
