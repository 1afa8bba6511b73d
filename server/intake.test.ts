import { expect, test } from 'vitest'
import type { LogLines, RawInput } from '#lib/model/raw-input'
import { createIntake, QUEUE_CHARS, QUEUE_ITEMS } from './intake.ts'

const raw = (source: string, text: string): RawInput => ({
  source,
  loadBalancer: null,
  kind: 'log',
  atMs: 0,
  text,
})
const turn = () => new Promise((resolve) => setImmediate(resolve))

function start() {
  const taken: RawInput[] = []
  const blocks: LogLines[] = []
  const lost: [string, string, number][] = []
  let clock = 0
  const intake = createIntake({
    take: (one) => {
      taken.push(one)
      clock += 0.01
    },
    takeLines: (lines) => blocks.push(lines),
    lose: (...loss) => lost.push(loss),
    settled: () => undefined,
    monotonicMs: () => clock,
  })
  return { intake, taken, blocks, lost }
}

test('a quiet source gets its turn while another floods', async () => {
  const { intake, taken } = start()
  for (let i = 0; i < 10_000; i++) intake.offer(raw('flood', String(i)))
  intake.offer(raw('quiet', 'here'))
  await turn()
  const at = taken.findIndex((one) => one.source === 'quiet')
  expect(at).toBeGreaterThanOrEqual(0)
  expect(at).toBeLessThan(100)
})

test('what one source sends stays in order and arrives whole', async () => {
  const { intake, taken } = start()
  for (let i = 0; i < 5000; i++) intake.offer(raw('a', String(i)))
  for (let i = 0; i < 50 && taken.length < 5000; i++) await turn()
  expect(taken.map((one) => Number(one.text))).toEqual(Array.from({ length: 5000 }, (_, i) => i))
})

test('past its limit a source loses what is too much, counted, and only that source', () => {
  const { intake, lost } = start()
  for (let i = 0; i < QUEUE_ITEMS; i++) expect(intake.offer(raw('flood', 'x'))).toBe(true)
  expect(intake.offer(raw('flood', 'x'))).toBe(false)
  expect(intake.offer(raw('quiet', 'x'))).toBe(true)
  expect(lost).toEqual([['flood', 'queue-full', 1]])
  expect(intake.fullness('flood')).toBe(1)
})

const block = (source: string, size: number, count: number): LogLines => {
  return { source, loadBalancer: null, atMs: 0, bytes: new Uint8Array(size), count }
}

test('of lines that come as blocks each one counts', async () => {
  const { intake, blocks, lost } = start()
  const size = QUEUE_CHARS / 256
  for (let i = 0; i < 256; i++) expect(intake.offerLines(block('flood', size, 300))).toBe(true)
  expect(intake.fullness('flood')).toBe(1)
  expect(intake.offerLines(block('flood', 1, 250))).toBe(false)
  expect(lost).toEqual([['flood', 'queue-full', 250]])
  for (let i = 0; i < 300 && blocks.length < 256; i++) await turn()
  expect(blocks).toHaveLength(256)
  expect(intake.fullness('flood')).toBe(0)
})
