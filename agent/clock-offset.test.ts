/** The offset against a made-up dashboard whose clock is known. */

import { expect, test } from 'vitest'
import { createClockOffset, EXCHANGE_MAX_AGE_MS } from './clock-offset.ts'

/** A dashboard 5 s ahead of the host's wall clock, which itself is 1,000,000 ms ahead of the steady one. */
const AHEAD_MS = 5000
const WALL_MINUS_STEADY_MS = 1_000_000
const exchange = (sentMs: number, thereMs: number, workMs: number, backMs: number) => {
  const receivedAtMs = Math.floor(sentMs + thereMs + WALL_MINUS_STEADY_MS + AHEAD_MS)
  return {
    sentMs,
    receivedAtMs,
    answeredAtMs: receivedAtMs + workMs,
    heardMs: sentMs + thereMs + workMs + backMs,
  }
}

test('nothing is said before the first exchange', () => {
  expect(createClockOffset().at(WALL_MINUS_STEADY_MS, 0)).toBeNull()
})

test('the exchange with the lowest round trip counts, and the truth lies within its error', () => {
  const offset = createClockOffset()
  offset.note(exchange(0, 80, 10, 2))
  offset.note(exchange(1000, 1, 300, 0.5))
  offset.note(exchange(2000, 3, 10, 90))
  const clock = offset.at(WALL_MINUS_STEADY_MS, 2100)
  expect(Math.abs((clock?.offsetMs ?? 0) - AHEAD_MS)).toBeLessThanOrEqual(clock?.errorMs ?? 0)
  expect(clock?.errorMs).toBeLessThan(2)
})

test('an exchange ages out', () => {
  const offset = createClockOffset()
  offset.note(exchange(0, 1, 1, 1))
  expect(offset.at(WALL_MINUS_STEADY_MS, EXCHANGE_MAX_AGE_MS - 1000)).not.toBeNull()
  expect(offset.at(WALL_MINUS_STEADY_MS, EXCHANGE_MAX_AGE_MS + 1000)).toBeNull()
})

test('the host’s clock is set by two seconds: reports from before and after are both right', () => {
  const offset = createClockOffset()
  offset.note(exchange(0, 1, 1, 1))
  expect(Math.round(offset.at(WALL_MINUS_STEADY_MS, 10)?.offsetMs ?? 0)).toBe(AHEAD_MS)
  expect(Math.round(offset.at(WALL_MINUS_STEADY_MS + 2000, 10)?.offsetMs ?? 0)).toBe(AHEAD_MS - 2000)
})

test('the dashboard’s clock is set: what was measured before is forgotten', () => {
  const offset = createClockOffset()
  offset.note(exchange(0, 0.5, 1, 0.5))
  const later = exchange(1000, 10, 1, 10)
  offset.note({
    ...later,
    receivedAtMs: later.receivedAtMs + 60_000,
    answeredAtMs: later.answeredAtMs + 60_000,
  })
  expect(Math.round((offset.at(WALL_MINUS_STEADY_MS, 1100)?.offsetMs ?? 0) / 1000)).toBe(65)
})

test('stamps that cannot be are not believed', () => {
  const offset = createClockOffset()
  offset.note({ sentMs: 0, heardMs: 5, receivedAtMs: 1000, answeredAtMs: 2000 })
  offset.note({ sentMs: 0, heardMs: 5, receivedAtMs: 1000, answeredAtMs: 900 })
  expect(offset.at(0, 10)).toBeNull()
})
