import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import type { LogParts } from '#lib/analysis/read-log'
import { createSum } from '#lib/analysis/sum-parts'
import { writeMorningLog } from '#lib/pipeline/scripted-log'
import { analyzeFiles } from './analyze-files.ts'
import type { PartOptions } from './chunk-reader.ts'
import { readFilePart } from './read-part.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'polygraph-analysis-'))
afterAll(() => rmSync(folder, { recursive: true }))

const OPTIONS: PartOptions = {
  ...{
    nowMs: Date.UTC(2026, 10, 21),
    year: null,
    dialect: null,
    logFormatText: null,
    fromS: null,
    toS: null,
  },
}
const log = path.join(folder, 'haproxy.log')
const text = writeMorningLog()
writeFileSync(log, text)

function reportOf(parts: LogParts[]) {
  const sum = createSum()
  for (const part of parts) sum.add(part)
  return sum.report([], { pool: null, seconds: true })
}

test('wherever a file is cut in parts, every line is read once', async () => {
  const size = Buffer.byteLength(text)
  const whole = reportOf([readFilePart({ path: log, start: 0, end: size }, OPTIONS, () => {})])
  expect(whole).toMatchObject({ lines: 4_802, unread: [{ reason: 'unknown-format', count: 1 }] })
  expect(whole.pools[0]).toMatchObject({ pool: 'app', requests: 4_800, failed: 300 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(size), { maxLength: 3 }), async (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), size]
      const parts: LogParts[] = []
      for (let i = 1; i < edges.length; i++)
        parts.push(readFilePart({ path: log, start: edges[i - 1]!, end: edges[i]! }, OPTIONS, () => {}))
      expect(reportOf(parts)).toEqual(whole)
    }),
    { numRuns: 12 },
  )
})

test('a cut right behind, at or before the end of a line gives the line to one part alone', async () => {
  const end = text.indexOf('\n')
  for (const cut of [end - 1, end, end + 1, end + 2]) {
    const first = readFilePart({ path: log, start: 0, end: cut }, OPTIONS, () => {})
    expect(first.notes.lines, `${cut - end}`).toBe(cut > end + 1 ? 2 : 1)
    const rest = readFilePart({ path: log, start: cut, end: text.length }, OPTIONS, () => {})
    expect(first.notes.lines + rest.notes.lines).toBe(4_802)
  }
})

test('a packed log and one from a pipe say what the plain one says, and who wrote it', async () => {
  const packed = path.join(folder, 'haproxy.log.1.gz')
  writeFileSync(packed, gzipSync(text))
  const options = { ...OPTIONS, pool: null, seconds: true, threads: 2, incidents: false }
  async function* pipe() {
    for (let at = 0; at < text.length; at += 777) yield Buffer.from(text.slice(at, at + 777))
  }
  const [plain, gzip, piped] = await Promise.all([
    analyzeFiles([{ path: log }], options, () => {}),
    analyzeFiles([{ path: packed }], options, () => {}),
    analyzeFiles([{ path: null, input: pipe() }], options, () => {}),
  ])
  for (const one of [gzip, piped]) {
    expect(one.problems).toEqual([])
    expect({ ...one.report, files: [] }).toEqual({ ...plain.report, files: [] })
  }
  expect(gzip.report.files).toMatchObject([{ compression: 'gzip', why: expect.stringContaining('HAProxy') }])
  expect(plain.report.told).toMatchObject([
    { pool: 'app', server: 'web4', to: 'down', text: 'Layer4 timeout' },
  ])
  expect(plain.report.worstMinutes).toMatchObject([{ failed: 300, worst: 'app/web2', worstFailed: 300 }])
})

test('one pool alone; a file that is not there is told, and the others are read', async () => {
  const options = { ...OPTIONS, pool: 'api', seconds: false, threads: 2, incidents: false }
  const { report, problems } = await analyzeFiles([{ path: `${log}.no` }, { path: log }], options, () => {})
  expect(problems).toMatchObject([{ name: `${log}.no`, problem: { reason: 'not-found' } }])
  expect(report).toMatchObject({ pools: [], told: [], lines: 4_802 })
})

test('a line without an end is read; one that goes on for megabytes is refused once, and what follows is read', async () => {
  const [first = '', second = ''] = text.split('\n')
  const odd = path.join(folder, 'odd.log')
  writeFileSync(odd, `${first}\n${'x'.repeat(9_000_000)}\n${second}`)
  const options = { ...OPTIONS, pool: null, seconds: true, threads: 2, incidents: false }
  async function* pipe() {
    const bytes = Buffer.from(`${first}\n${'x'.repeat(3_000_000)}\n${second}`)
    for (let at = 0; at < bytes.length; at += 400_000) yield bytes.subarray(at, at + 400_000)
  }
  for (const source of [{ path: odd }, { path: null, input: pipe() }]) {
    const { report } = await analyzeFiles([source], options, () => {})
    expect(report).toMatchObject({ lines: 3, unread: [{ reason: 'line-too-long', count: 1 }] })
    expect(report.pools[0]).toMatchObject({ requests: 2 })
  }
  const size = 9_000_000 + first.length + second.length + 2
  for (const cut of [first.length + 1, 4_500_000, size - 10]) {
    const parts = [
      readFilePart({ path: odd, start: 0, end: cut }, OPTIONS, () => {}),
      readFilePart({ path: odd, start: cut, end: size }, OPTIONS, () => {}),
    ]
    expect(reportOf(parts).pools[0]).toMatchObject({ requests: 2 })
  }
})
