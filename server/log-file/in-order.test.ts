import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AHEAD_MS, createInOrder } from './in-order.ts'

function ordered(dates: readonly number[]) {
  const [taken, refused]: [number[], number[]] = [[], []]
  const order = createInOrder<number>({
    take: (one, atMs) => {
      expect(atMs).toBe(one)
      taken.push(one)
    },
    refuse: (one) => refused.push(one),
  })
  for (const atMs of dates) order.put(atMs, atMs)
  order.end()
  return { taken, refused }
}

const DAY = 86_400_000
const START = Date.UTC(2026, 10, 22)
const calm = fc
  .array(fc.integer({ min: 0, max: AHEAD_MS / 4 }), { minLength: 2, maxLength: 40 })
  .map((gaps) => {
    let atMs = START
    return gaps.map((gap) => (atMs += gap))
  })

test('one line dated far ahead is refused, wherever it is, and the others are taken as they come', () => {
  fc.assert(
    fc.property(calm, fc.nat(), (dates, place) => {
      // The last one may be right: nothing says that it is not.
      const at = place % (dates.length - 1)
      const wrong = dates.at(-1)! + 3_650 * DAY
      expect(ordered([...dates.slice(0, at), wrong, ...dates.slice(at)])).toEqual({
        ...{ taken: dates, refused: [wrong] },
      })
    }),
  )
})

test('nothing of a log is refused that goes on after a night, has a line a day, or is two logs', () => {
  fc.assert(
    fc.property(calm, calm, fc.integer({ min: AHEAD_MS, max: 400 * DAY }), (one, other, gap) => {
      const later = other.map((atMs) => atMs + gap)
      for (const dates of [[...one, ...later], one.map((_, day) => START + day * DAY), [...later, ...one]])
        expect(ordered(dates)).toEqual({ taken: dates, refused: [] })
    }),
  )
})
