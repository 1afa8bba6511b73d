import { expect, test } from 'vitest'
import { parseReplication, readPosition } from './parse-replication.ts'

const asked = { source: 'ingest', atMs: 5_000 }
const entry = { kind: 'replication', group: 'orders', member: 'db2', role: 'replica' }
const parsed = (more: object) => parseReplication(JSON.stringify({ ...entry, ...more }), asked)

test('a position is a number, a number as text, or an LSN', () => {
  expect([readPosition(7), readPosition('81'), readPosition('1/10')]).toEqual([7, 81, 4294967312])
  expect(parsed({ position: '16/B374D848' }).reading).toMatchObject({
    position: 97_500_059_720,
    unit: 'bytes',
    lagMs: null,
  })
})

test('a lag alone is enough; neither is not', () => {
  expect(parsed({ lagMs: 1_200 }).reading).toMatchObject({ lagMs: 1_200, position: null, atMs: 5_000 })
  expect(parsed({}).rejects[0]!.reason).toBe('bad-replication: position')
  expect(parsed({ position: 'here' }).rejects[0]!.reason).toBe('bad-replication: position')
  expect(parseReplication('{', asked).rejects[0]!.reason).toBe('not-json')
})

test('a clock that is ahead does not date it after its arrival', () => {
  expect(parsed({ lagMs: 1, atMs: 9_000 }).reading!.atMs).toBe(5_000)
  expect(parsed({ lagMs: 1, atMs: 4_000 }).reading!.atMs).toBe(4_000)
})
