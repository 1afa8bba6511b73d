import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseFrame } from './parse-frame.ts'

const AT = Date.UTC(2026, 10, 21, 8, 59, 14)

it.each([
  [
    '<133>Nov 21 08:59:14 haproxy[21764]: m x',
    { process: 'haproxy', pid: 21764, severity: 'notice', atMs: AT },
  ],
  ['<133>Nov 21 08:59:14 lb1 haproxy[21764]: m x', { host: 'lb1', process: 'haproxy', pid: 21764, atMs: AT }],
  ['Nov  1 08:59:14 lb1 haproxy: m x', { host: 'lb1', process: 'haproxy', atMs: AT - 20 * 86_400_000 }],
  [
    '2026-11-21T08:59:14.560394+00:00 lb1 haproxy[7]: m x',
    { host: 'lb1', pid: 7, atMs: AT + 560, precisionMs: 1 },
  ],
  [
    '<133>1 2026-11-21T10:59:14+02:00 - haproxy 7 - [a@1 b="\\]" c="d"] m x',
    { pid: 7, atMs: AT, zoneMinutes: 120 },
  ],
  ['<133>1 - lb1 haproxy - - - m x', { host: 'lb1', process: 'haproxy', atMs: null }],
  ['<5>m x', { severity: 'notice', framing: 'priority', atMs: null }],
  ['<6>2026-11-21T08:59:14.000000+00:00 m x', { severity: 'info', framing: 'iso', atMs: AT }],
  ['m x', { framing: 'raw', atMs: null }],
  ['[ALERT]    (9) : m x', { severity: 'alert', pid: 9, framing: 'stderr' }],
  ['[WARNING] 324/085914 (9) : m x', { severity: 'warning', pid: 9, atMs: AT, precisionMs: 1000 }],
  ['Nov 21 08:59:14 lb1 haproxy[3]: [NOTICE]   (9) : m x', { host: 'lb1', severity: 'notice', atMs: AT }],
])('takes the header off %s', (line, expected) => {
  const frame = parseFrame(line, { year: 2026 })
  expect(frame.message).toBe('m x')
  expect(frame).toMatchObject(expected)
})

it('does not take the start of a message for a host or a tag', () => {
  const message = 'Server be/s1: something 127.0.0.1:1 [x'
  expect(parseFrame(`2026-11-21T08:59:14Z ${message}`)).toMatchObject({ message })
})

it('puts a date without a year nearest to the reference', () => {
  const nowMs = Date.UTC(2027, 0, 1, 0, 0, 5)
  expect(parseFrame('Dec 31 23:59:59 a b: m', { nowMs }).atMs).toBe(Date.UTC(2026, 11, 31, 23, 59, 59))
  expect(parseFrame('Jan  1 00:00:01 a b: m', { nowMs: nowMs - 10_000 }).atMs).toBe(nowMs - 4000)
  expect(parseFrame('Dec 31 23:59:59 a b: m')).toMatchObject({
    atMs: null,
    host: 'a',
    process: 'b',
    message: 'm',
  })
})

it('whatever the reference, a date of the half year around it is its own', () => {
  const seconds = { min: Date.UTC(1971, 0) / 1_000, max: Date.UTC(2199, 0) / 1_000 }
  fc.assert(
    fc.property(
      fc.integer(seconds),
      fc.integer({ min: -180 * 86_400, max: 180 * 86_400 }),
      (nowS, afterS) => {
        const at = new Date((nowS + afterS) * 1_000)
        const [, day, month] = at.toUTCString().split(' ')
        const date = `${month} ${String(Number(day)).padStart(2)} ${at.toISOString().slice(11, 19)}`
        expect(parseFrame(`${date} a b: m`, { nowMs: nowS * 1_000 }).atMs).toBe(at.getTime())
      },
    ),
    { numRuns: 2_000 },
  )
})
