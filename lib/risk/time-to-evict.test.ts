import { describe, expect, test } from 'vitest'
import { type CheckTiming, failingCheck, timeToEvict } from './time-to-evict.ts'

const timing = (over: Partial<CheckTiming> = {}): CheckTiming => ({
  interMs: 2000,
  fastInterMs: null,
  fall: 3,
  timeoutCheckMs: null,
  timeoutConnectMs: 5000,
  waitsForAnswer: true,
  ...over,
})

describe('evictions that were measured fall into the range', () => {
  const second = { interMs: 1000, fall: 2 }
  test.each([
    ['refused, 1 s/2', timing(second), 'refuses', 1020, 2010],
    ['hangs, 1 s/2', timing(second), 'accepts-and-is-silent', 3200, 3980],
    ['refused, 2 s/3', timing(), 'refuses', 4040, 5920],
    ['hangs, 2 s/3', timing(), 'accepts-and-is-silent', 10_050, 12_000],
    ['hangs, fastinter 0.5 s', timing({ fastInterMs: 500 }), 'accepts-and-is-silent', 7080, 8970],
    ['hangs, timeout check 0.5 s', timing({ timeoutCheckMs: 500 }), 'accepts-and-is-silent', 9140, 11_390],
    ['the same, alone in its HAProxy', timing({ timeoutCheckMs: 500 }), 'accepts-and-is-silent', 6638, 7310],
    [
      'timeout connect 0.2 s caps it',
      timing({ timeoutCheckMs: 500, timeoutConnectMs: 200 }),
      'accepts-and-is-silent',
      5588,
      7386,
    ],
    ['timeout check over inter', timing({ timeoutCheckMs: 3000 }), 'accepts-and-is-silent', 13_723, 14_828],
  ] as const)('%s', (_, settings, shape, shortest, longest) => {
    const range = timeToEvict(settings, shape)!
    expect(range.from).toBe('settings')
    expect(shortest).toBeGreaterThanOrEqual(range.minMs)
    // The machine's own delays come on top.
    expect(longest).toBeLessThanOrEqual(range.maxMs + 50)
  })
})

test('a silent server ends no connect: HAProxy never notices', () => {
  expect(timeToEvict(timing({ waitsForAnswer: false }), 'accepts-and-is-silent')).toBeNull()
  expect(timeToEvict(timing({ waitsForAnswer: false }), 'drops')).toMatchObject({ minMs: 10_000 })
})

test('an unanswered SYN ends at the connect timer, which `timeout check` alone shortens', () => {
  expect(failingCheck(timing({ timeoutConnectMs: 1000 }), 'drops')).toEqual({ minMs: 2000, maxMs: 2000 })
  expect(failingCheck(timing({ timeoutConnectMs: 1000, timeoutCheckMs: 500 }), 'drops')).toEqual({
    minMs: 1000,
    maxMs: 1000,
  })
})

test('a hang in the TLS handshake ends at the connect timer, whatever `timeout check` says', () => {
  const settings = timing({ timeoutConnectMs: 1000, timeoutCheckMs: 3000 })
  const check = (tls: 'only' | 'first') => failingCheck({ ...settings, tls }, 'accepts-and-is-silent')
  expect(check('only')).toEqual({ minMs: 1000, maxMs: 1000 })
  // The process hung, or only its application did.
  expect(check('first')).toEqual({ minMs: 1000, maxMs: 3000 })
})

test('reported durations win, and say so where the settings do not allow them', () => {
  const settings = timing({ timeoutCheckMs: 500 })
  expect(timeToEvict(settings, 'accepts-and-is-silent', [1954, 2002, 2001])).toEqual({
    minMs: 9862,
    maxMs: 12_006,
    check: { minMs: 1954, maxMs: 2002 },
    from: 'reported',
    disagrees: false,
  })
  expect(timeToEvict(settings, 'accepts-and-is-silent', [3000])?.disagrees).toBe(true)
  expect(timeToEvict(settings, 'accepts-and-is-silent', [Number.NaN, -1])?.from).toBe('settings')
})

test('spread-checks widens the waits, not the checks', () => {
  expect(timeToEvict(timing({ spreadPercent: 10 }), 'refuses')).toMatchObject({ minMs: 3600, maxMs: 6600 })
})
