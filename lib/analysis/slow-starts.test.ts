import { expect, test } from 'vitest'
import type { Told } from './notes.ts'
import { type Slots, startSlots } from './second-table.ts'
import { slowStarts } from './slow-starts.ts'

const UP_S = 1_790_000_000
const up: Told = {
  ...{ atMs: UP_S * 1_000 + 400, host: 'lb1', kind: 'server-state', pool: 'app', server: 'web1' },
  ...{ to: 'up', text: '' },
}
function seconds(count: number, msAt: (second: number) => number): Slots {
  const slots = startSlots(count)
  slots.requests.fill(4)
  for (let n = 0; n < count; n++) {
    slots.atS[n] = UP_S + n
    slots.responseMs[n] = 4 * msAt(n)
  }
  return slots
}
const found = (slots: Slots, told = up) => slowStarts([told], () => slots)

test('slow in its first half minute, quick afterwards', () => {
  expect(found(seconds(120, (n) => (n < 30 ? 300 : 30)))).toEqual([
    { atMs: up.atMs, host: 'lb1', pool: 'app', server: 'web1', firstMs: 300, laterMs: 30 },
  ])
})

test('not where it is as quick as later, where little was asked of it, or where it went down', () => {
  expect(found(seconds(120, () => 300))).toEqual([])
  expect(found(seconds(120, (n) => (n < 30 ? 15 : 5)))).toEqual([])
  expect(found(seconds(4, () => 900))).toEqual([])
  expect(
    found(
      seconds(120, (n) => (n < 30 ? 300 : 30)),
      { ...up, to: 'down' },
    ),
  ).toEqual([])
})
