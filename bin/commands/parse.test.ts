import { PassThrough, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { run } from './parse.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../lib/sources/haproxy/log/fixtures/2.6.12/${name}`, import.meta.url))

async function parse(
  argv: string[],
  input: string | Uint8Array = '',
): Promise<{ code: number; lines: string[]; problem: string }> {
  const stdout = new PassThrough()
  const stderr = new PassThrough()
  const pieces: string[] = []
  stdout.on('data', (piece: Buffer) => pieces.push(piece.toString()))
  const code = await run(argv, { stdin: Readable.from([Buffer.from(input)]), stdout, stderr })
  await new Promise((resolve) => setImmediate(resolve))
  return {
    code,
    lines: pieces.join('').split('\n').filter(Boolean),
    problem: stderr.read()?.toString() ?? '',
  }
}

it.each([
  ['log.rfc5424.txt', 124],
  ['log.ring-octet-count.bin', 100],
])('prints one object a line of %s', async (name, count) => {
  const { code, lines } = await parse(['--year', '2026', fixture(name)])
  expect(code).toBe(0)
  expect(lines.map((line) => JSON.parse(line).ok)).toEqual(new Array(count).fill(true))
})

it('prints an object for empty and unreadable lines too', async () => {
  const { lines } = await parse([], 'x\n\ny')
  expect(lines.map((line) => JSON.parse(line).reason)).toEqual([
    'unknown-format',
    'empty-line',
    'unknown-format',
  ])
})

it.each([
  [['/no/such/file'], /no such file/],
  [['--format', 'iis'], /--format takes auto, haproxy/],
  [['--format', 'nginx', '--log-format', '$a$b'], /\$a and \$b \(column 3\)/],
  [['--year', 'soon'], /--year takes a year/],
  [['--log-format', '%ci %zz'], /%zz \(column 5\)/],
  [['--what'], /no such option: --what/],
])('says what is wrong with %j', async (argv, problem) => {
  const answer = await parse(argv)
  expect(answer.code).toBe(2)
  expect(answer.problem).toMatch(problem)
})

it('opens a compressed log by its first bytes, and says where an archive was cut', async () => {
  const whole = gzipSync('x\ny\n')
  expect((await parse([], whole)).lines).toHaveLength(2)
  const cut = await parse([], whole.subarray(0, -6))
  expect(cut).toMatchObject({ code: 2, problem: expect.stringMatching(/standard input: .*ends too early/) })
  expect(cut.lines).toHaveLength(2)
})

it('puts a line together that a container runtime cut', async () => {
  const line =
    '127.0.0.1:5 [21/Nov/2026:08:59:17.073] f b/s 0/0/0/0/0 200 1 - - ---- 1/1/0/0/0 0/0 "GET /a HTTP/1.1"'
  const part = (flag: string, text: string): string => `2026-11-21T08:59:17.1Z stdout ${flag} ${text}\n`
  const { lines } = await parse([], part('P', line.slice(0, 60)) + part('F', line.slice(60)))
  expect(lines.map((each) => JSON.parse(each))).toMatchObject([{ ok: true, uri: '/a', server: 's' }])
})
