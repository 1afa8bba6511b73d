import { PassThrough, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { run } from './parse.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../lib/sources/haproxy/log/fixtures/2.6.12/${name}`, import.meta.url))

async function parse(
  argv: string[],
  input = '',
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
  [['--format', 'nginx'], /not read yet/],
  [['--year', 'soon'], /--year takes a year/],
  [['--log-format', '%ci %zz'], /%zz \(column 5\)/],
  [['--what'], /no such option: --what/],
])('says what is wrong with %j', async (argv, problem) => {
  const answer = await parse(argv)
  expect(answer.code).toBe(2)
  expect(answer.problem).toMatch(problem)
})
