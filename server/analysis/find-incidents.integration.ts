import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { MORNING_MS, writeMorningLog } from '#lib/pipeline/scripted-log'
import { type AnalyzeOptions, analyzeFiles } from './analyze-files.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'polygraph-incidents-'))
afterAll(() => rmSync(folder, { recursive: true }))
const OPTIONS: AnalyzeOptions = {
  ...{
    nowMs: Date.UTC(2026, 10, 21),
    year: null,
    dialect: null,
    logFormatText: null,
    fromS: null,
    toS: null,
  },
  ...{ pool: null, seconds: false, threads: 2, incidents: true },
}
const morning = writeMorningLog()

async function analyze(name: string, contents: string | Buffer, options = OPTIONS) {
  const file = path.join(folder, name)
  writeFileSync(file, contents)
  return (await analyzeFiles([{ path: file }], options, () => {})).report
}
const LIE = {
  kind: 'lying-health-check',
  title: 'HAProxy calls app/web2 in rotation while 50 % of its requests fail',
}

test('a server that fails while it is given requests is an incident, from the log alone', async () => {
  const report = await analyze('short.log', morning)
  expect(report.incidents).toMatchObject([LIE])
  expect(Math.abs(report.incidents![0]!.startedAtMs - (MORNING_MS + 60_000))).toBeLessThan(500)
  expect(report.closely).toEqual({ bytes: morning.length, ofBytes: morning.length })
})

test('a failure that begins in one file and goes on in the next is one, in whichever order they are given', async () => {
  const lines = morning.trimEnd().split('\n')
  // Half way through the failure.
  const half = lines.findIndex((line) => line.includes('09:01:30'))
  expect(half).toBeGreaterThan(1_000)
  const [older, newer] = ['turned.log.1', 'turned.log'].map((name) => path.join(folder, name)) as [
    string,
    string,
  ]
  writeFileSync(older, `${lines.slice(0, half).join('\n')}\n`)
  writeFileSync(newer, `${lines.slice(half).join('\n')}\n`)
  for (const given of [
    [older, newer],
    [newer, older],
  ]) {
    const { report } = await analyzeFiles(
      given.map((file) => ({ path: file })),
      OPTIONS,
      () => {},
    )
    expect(report.incidents).toMatchObject([LIE])
    expect(report.closely!.bytes).toBe(morning.length)
  }
})

test('of one pool alone', async () => {
  const [own, other] = [
    await analyze('own.log', morning, { ...OPTIONS, pool: 'app' }),
    await analyze('other.log', morning, { ...OPTIONS, pool: 'api' }),
  ]
  expect(own.incidents).toMatchObject([LIE])
  expect(other.incidents).toEqual([])
})

test('a stream of frames, as HAProxy sends over TCP, is read closely too', async () => {
  const frames = morning
    .trimEnd()
    .split('\n')
    .map((line) => `<134>${line}`)
    .map((line) => `${Buffer.byteLength(line)} ${line}`)
  const report = await analyze('frames.bin', frames.join(''))
  expect(report.lines).toBe(frames.length)
  expect(report.incidents).toMatchObject([LIE])
})

test('in a long log it is found where it lies, packed or not; outside of what is asked for nothing is', async () => {
  // Hours before and after in which all is well: the same quiet minute, dated anew.
  const quiet = morning.split('\n').slice(0, 1_000)
  const hours = (from: number, to: number) =>
    Array.from({ length: (to - from) * 60 }, (_, n) => {
      const [hour, minute] = [from + Math.floor(n / 60), n % 60].map((each) => String(each).padStart(2, '0'))
      return quiet.join('\n').replaceAll('09:00:', `${hour}:${minute}:`)
    })
  const long = [...hours(8, 9), morning.trimEnd(), ...hours(10, 11)].join('\n')
  expect(long.length).toBeGreaterThan(17_000_000)
  for (const [name, contents] of [
    ['long.log', long],
    ['long.log.gz', gzipSync(long)],
  ] as const) {
    const report = await analyze(name, contents)
    expect(report.incidents, name).toMatchObject([LIE])
    expect(report.closely!.bytes).toBeLessThan(report.closely!.ofBytes / 2)
    expect(report.closely!.ofBytes).toBe(long.length)
  }
  const before = await analyze('before.log', long, { ...OPTIONS, toS: (MORNING_MS + 55_000) / 1_000 })
  expect(before.incidents).toEqual([])
})
