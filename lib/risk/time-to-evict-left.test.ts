import { expect, test } from 'vitest'
import type { CheckTiming } from './time-to-evict.ts'
import { timeToEvictLeft } from './time-to-evict-left.ts'

const timing: CheckTiming = {
  interMs: 2000,
  fastInterMs: 500,
  fall: 3,
  timeoutCheckMs: null,
  timeoutConnectMs: 5000,
  waitsForAnswer: true,
}

test.each([
  [3, 7000, 9000],
  [2, 2500, 5000],
  [1, 0, 2500],
  [0, 0, 0],
])('with %i strikes left a hung server stays %i to %i ms', (left, minMs, maxMs) => {
  expect(timeToEvictLeft(timing, 'accepts-and-is-silent', left)).toMatchObject({ minMs, maxMs })
})

test('reported durations count here too, and a check that notices nothing ends nothing', () => {
  expect(timeToEvictLeft(timing, 'accepts-and-is-silent', 1, [600])).toMatchObject({
    maxMs: 1100,
    from: 'reported',
  })
  expect(timeToEvictLeft({ ...timing, waitsForAnswer: false }, 'accepts-and-is-silent', 1)).toBeNull()
})
