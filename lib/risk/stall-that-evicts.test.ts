import { expect, test } from 'vitest'
import { chanceThatStallEvicts, stallThatEvicts, stallWithLoad } from './stall-that-evicts.ts'
import type { CheckTiming } from './time-to-evict.ts'

const defaults: CheckTiming = {
  interMs: 2000,
  fastInterMs: null,
  fall: 3,
  timeoutCheckMs: null,
  timeoutConnectMs: 5000,
  waitsForAnswer: true,
}

test('a stall evicts as soon as it outlasts the last failing check', () => {
  expect(stallThatEvicts(defaults, 'accepts-and-is-silent')).toEqual({ shortestMs: 10_000, alwaysMs: 12_000 })
  expect(stallThatEvicts(defaults, 'refuses')).toEqual({ shortestMs: 4000, alwaysMs: 6000 })
})

test('a bare connect notices no stall', () => {
  const bare = { ...defaults, waitsForAnswer: false }
  expect(stallThatEvicts(bare, 'accepts-and-is-silent')).toBeNull()
  expect(chanceThatStallEvicts(bare, 'accepts-and-is-silent', 60_000)).toEqual({ low: 0, high: 0 })
})

test('between the bounds it is chance, and a band where the check itself is one', () => {
  expect(chanceThatStallEvicts(defaults, 'accepts-and-is-silent', 11_000)).toEqual({ low: 0.5, high: 0.5 })
  expect(chanceThatStallEvicts(defaults, 'accepts-and-is-silent', 9_000)).toEqual({ low: 0, high: 0 })
  const timeout = { ...defaults, timeoutCheckMs: 500 }
  expect(chanceThatStallEvicts(timeout, 'accepts-and-is-silent', 8_000)).toEqual({ low: 0, high: 1 })
})

test('load that piles up meanwhile makes checks wait longer than the stall itself', () => {
  const half = { low: 0.5, high: 0.5 }
  expect(stallThatEvicts(defaults, 'accepts-and-is-silent', [], half)).toEqual({
    shortestMs: 6_000,
    alwaysMs: 7_000,
  })
  expect(chanceThatStallEvicts(defaults, 'accepts-and-is-silent', 6_500, [], half)).toEqual({
    low: 0.5,
    high: 0.5,
  })
  expect(chanceThatStallEvicts(defaults, 'accepts-and-is-silent', 6_500, [], { low: 0, high: 0.5 })).toEqual({
    low: 0,
    high: 0.5,
  })
})

test('a stall that not even one check outlasts evicts nobody, however full the server is', () => {
  expect(stallWithLoad(1_500, 2_000, 0.99)).toBe(1_500)
  expect(stallWithLoad(2_500, 2_000, 1)).toBe(Number.POSITIVE_INFINITY)
})
