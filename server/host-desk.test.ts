import { expect, test } from 'vitest'
import { createHostDesk, MAX_HOSTS } from './host-desk.ts'

const report = (seq: number, part: object = {}) => ({ host: 'lb1', session: 's1', seq, keptFrom: 1, ...part })
const desk = () => createHostDesk(() => false)

test('reports are taken in order, once', () => {
  const one = desk()
  const turns = [1, 2, 2, 4, 3].map((seq) => {
    const turn = one.turn(report(seq))
    if (turn === 'take') one.taken(report(seq))
    return turn
  })
  expect(turns).toEqual(['take', 'take', 'again', 'gap', 'take'])
  expect(one.ack('lb1')).toEqual({ host: 'lb1', session: 's1', savedSeq: 0, nextSeq: 4, wantsSockets: false })
})

test('what the agent can send no more is no gap', () => {
  const one = desk()
  one.turn(report(1))
  one.taken(report(1))
  expect(one.turn(report(9))).toBe('gap')
  expect(one.turn(report(9, { keptFrom: 9 }))).toBe('take')
})

test('after a start it goes on where the record ends', () => {
  const one = desk()
  one.saved('lb1', 's1', 41)
  expect(one.turn(report(41, { keptFrom: 30 }))).toBe('again')
  expect(one.turn(report(43, { keptFrom: 30 }))).toBe('gap')
  expect(one.turn(report(42, { keptFrom: 30 }))).toBe('take')
})

test('a new session begins with what it still has; an old one does not come back', () => {
  const one = desk()
  one.turn(report(1))
  one.taken(report(1))
  expect(one.turn(report(1, { session: 's2' }))).toBe('take')
  expect(one.turn(report(2))).toBe('superseded-session')
  expect(one.ack('lb1')?.session).toBe('s2')
})

test('there is a most of hosts', () => {
  const one = desk()
  for (let at = 0; at < MAX_HOSTS; at++) one.turn(report(1, { host: `h${at}` }))
  expect(one.turn(report(1, { host: 'one more' }))).toBe('too-many-hosts')
})
