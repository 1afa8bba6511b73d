import { PassThrough, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Report } from '#lib/analysis/report'
import { writeMorningLog } from '#lib/pipeline/scripted-log'
import { run } from './analyze.ts'

const FIXTURE = fileURLToPath(
  new URL('../../lib/sources/nginx/fixtures/ingress-upstreaminfo.log', import.meta.url),
)

async function analyze(argv: string[], input = '') {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()]
  const code = await run(argv, { stdin: Readable.from([Buffer.from(input)]), stdout, stderr, noColor: true })
  return { code, text: stdout.read()?.toString() ?? '', problem: stderr.read()?.toString() ?? '' }
}
const report = async (argv: string[], input = ''): Promise<Report> =>
  JSON.parse((await analyze(['--json', ...argv], input)).text)

test.each([
  [[], /which log\?/],
  [['/no/such/file'], /\/no\/such\/file: there is no such file/],
  [['--format', 'iis', 'x'], /--format takes auto, haproxy/],
  [['--from', 'yesterday', 'x'], /--from takes a time such as/],
  [['--threads', '0', 'x'], /--threads takes a number from 1 to 64/],
  [['--pool'], /--pool needs a value/],
  [['--fast', 'x'], /no such option: --fast/],
])('%o is refused, and said why', async (argv, why) => {
  const { code, text, problem } = await analyze(argv)
  expect([code, text]).toEqual([2, ''])
  expect(problem).toMatch(why)
})

test('a file that is missing does not hide what the others say', async () => {
  const { code, text, problem } = await analyze(['--no-incidents', '/no/such/file', FIXTURE])
  expect(code).toBe(2)
  expect(problem).toContain('/no/such/file: there is no such file')
  expect(text).toContain('31 requests, 8 failed (25.8 %)')
})

test('from a pipe, in words: where it hurts, every server, what was not read', async () => {
  const { code, text } = await analyze(['-'], writeMorningLog())
  expect(code).toBe(0)
  for (const words of [
    'standard input  All 200 lines read as HAProxy',
    '4,800 requests, 300 failed (6.3 %)',
    '2026-10-20 09:01:00  300 failed of 2,400 (12.5 %), 300 of them at app/web2',
    'app/web4  DOWN  Layer4 timeout',
    '1 × unknown-format',
    'what somebody typed into the wrong window',
  ])
    expect(text).toContain(words)
  expect(text).toMatch(/web2 +1,200 +300 +900/)
  expect(text).not.toContain('\u001b')
})

test('a stretch of it, one pool of it, and every second of it as JSON', async () => {
  const log = writeMorningLog()
  const all = await report(['-', '--seconds'], log)
  expect(all.seconds?.map(({ rows }) => rows.length)).toEqual([120, 120, 120, 120])
  const minute = ['--from=2026-10-20T09:01:00', '--to', '2026-10-20 09:02:00']
  expect(await report(['-', ...minute], log)).toMatchObject({
    ...{ fromMs: Date.UTC(2026, 9, 20, 9, 1), toMs: Date.UTC(2026, 9, 20, 9, 2) },
    pools: [{ pool: 'app', requests: 2_400, failed: 300 }],
  })
  expect((await report(['-', '--pool', 'api'], log)).pools).toEqual([])
})
