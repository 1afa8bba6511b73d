import { expect, test } from 'vitest'
import { examplePool } from './example-pool.ts'
import { fullHealth, isUp, nextHealth, pauseAfter } from './health-count.ts'

const check = { ...examplePool(1, 0.5).check, fall: 3, rise: 2 }
const after = (results: string, health: number) =>
  [...results].reduce((at, result) => nextHealth(at, result === '+', check), health)

test('fall failures in a row evict, one success in between forgives all', () => {
  expect(isUp(after('--', fullHealth(check)), check)).toBe(true)
  expect(isUp(after('--+--', fullHealth(check)), check)).toBe(true)
  expect(after('---', fullHealth(check))).toBe(0)
})

test('rise successes in a row bring it back in full, one failure in between starts over', () => {
  expect(after('+', 0)).toBe(1)
  expect(after('+-+', 0)).toBe(1)
  expect(after('++', 0)).toBe(fullHealth(check))
})

test('inter at rest, fastinter on the way, downinter at the bottom, inter where unset', () => {
  const paced = { ...check, interMs: 5000, fastInterMs: 500, downInterMs: 9000 }
  expect([fullHealth(check), 3, 1, 0].map((health) => pauseAfter(health, paced))).toEqual([
    5000, 500, 500, 9000,
  ])
  const plain = { ...check, interMs: 5000 }
  expect([fullHealth(check), 3, 1, 0].map((health) => pauseAfter(health, plain))).toEqual(
    new Array(4).fill(5000),
  )
})
