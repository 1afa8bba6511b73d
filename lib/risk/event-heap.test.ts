import { expect, test } from 'vitest'
import { EventHeap } from './event-heap.ts'
import { createRandom } from './random.ts'
import { MAX_REQUESTS, RequestTable } from './request-table.ts'
import { WaitingLine } from './waiting-line.ts'

test('moments come out in order, with what they carry', () => {
  const random = createRandom(2)
  const heap = new EventHeap()
  const moments = Array.from({ length: 1000 }, () => Math.floor(random() * 500))
  moments.forEach((atMs, index) => {
    heap.push(atMs, atMs % 7, index, 1 - atMs)
  })
  for (const atMs of [...moments].sort((a, b) => a - b)) {
    expect(heap.nextMs).toBe(atMs)
    heap.pop()
    expect([heap.atMs, heap.kind, moments[heap.a], heap.b]).toEqual([atMs, atMs % 7, atMs, 1 - atMs])
  }
  expect(heap.nextMs).toBe(Number.POSITIVE_INFINITY)
})

test('a line keeps its order while it grows and wraps around', () => {
  const line = new WaitingLine()
  const left: number[] = []
  for (let turn = 0; turn < 5000; turn++) {
    line.push(turn, turn, turn * 2)
    left.push(turn)
    if (turn % 3 === 0) {
      expect(line.nextMs).toBe(left[0])
      line.shift()
      expect([line.id, line.turn]).toEqual([left[0], left[0]! * 2])
      left.shift()
    }
  }
  expect(line.length).toBe(left.length)
})

test('a number is used again in a later turn; beyond the limit there is none', () => {
  const table = new RequestTable()
  const id = table.open(5, 3)
  const turn = table.turn[id]
  table.close(id)
  expect(table.open(6, 3)).toBe(id)
  expect(table.turn[id]).not.toBe(turn)
  for (let count = 1; count < MAX_REQUESTS; count++) table.open(7, 3)
  expect(table.used).toBe(MAX_REQUESTS)
  expect(table.open(7, 3)).toBe(-1)
})
