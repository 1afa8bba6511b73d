import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { run } from './lint.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../lib/lint/fixtures/${name}`, import.meta.url))

async function lint(argv: string[], { isTTY = false, noColor = false } = {}) {
  const stdout = Object.assign(new PassThrough(), { isTTY })
  const stderr = new PassThrough()
  const code = await run(argv, { stdout, stderr, noColor })
  const text = (stream: PassThrough): string => stream.read()?.toString() ?? ''
  return { code, text: text(stdout), problem: text(stderr) }
}

it.each([
  ['both-sides-weighed.cfg', 0],
  ['ordinary-pause-evicts.cfg', 0],
  ['hung-app-never-evicted.cfg', 1],
  ['dead-for-two-minutes.cfg', 1],
])('%s ends with %i', async (name, code) => {
  expect((await lint([fixture(name)])).code).toBe(code)
})

it('says the same as JSON, ranges and places included', async () => {
  const { code, text } = await lint(['--json', fixture('dead-for-two-minutes.cfg')])
  const report = JSON.parse(text)
  expect(code).toBe(1)
  expect(report.serious).toBe(1)
  expect(report.pools[0].groups[0].hung).toMatchObject({ minMs: 90_000, maxMs: 100_000, from: 'settings' })
  expect(report.findings[0]).toMatchObject({ rule: 'slow-eviction', at: { line: 21 } })
})

it('colours a terminal only, and not where NO_COLOR is set', async () => {
  const file = fixture('hung-app-never-evicted.cfg')
  expect((await lint([file], { isTTY: true })).text).toContain('\u001b[')
  expect((await lint([file], { isTTY: true, noColor: true })).text).not.toContain('\u001b[')
  expect((await lint([file])).text).not.toContain('\u001b[')
})

it.each([
  [['/no/such/haproxy.cfg'], /no such file/],
  [[fileURLToPath(new URL('.', import.meta.url))], /it is a folder/],
  [[], /which haproxy.cfg/],
  [['--what', 'x'], /no such option: --what/],
])('ends with 2 for %j', async (argv, problem) => {
  const answer = await lint(argv)
  expect(answer.code).toBe(2)
  expect(answer.problem).toMatch(problem)
})

it('ends with 2 for what is no configuration', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'polygraph-lint-'))
  try {
    await writeFile(path.join(folder, 'binary'), Buffer.from([1, 0, 2]))
    await writeFile(path.join(folder, 'letter'), 'Dear Sir,\n')
    expect((await lint([path.join(folder, 'binary')])).problem).toMatch(/not text/)
    expect((await lint([path.join(folder, 'letter')])).code).toBe(2)
  } finally {
    await rm(folder, { recursive: true })
  }
})
