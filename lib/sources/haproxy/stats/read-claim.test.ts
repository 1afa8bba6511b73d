import { expect, test } from 'vitest'
import { readClaim } from './read-claim.ts'

test.each([
  ['UP', 'up', null, null, null],
  ['UP 2/3', 'going-down', { now: 2, of: 3 }, null, null],
  ['UP -1/2', 'going-down', { now: -1, of: 2 }, null, null],
  ['DOWN', 'down', null, null, null],
  ['DOWN 1/2', 'going-up', { now: 1, of: 2 }, null, null],
  ['DOWN (agent)', 'down', null, 'agent', null],
  ['NOLB', 'nolb', null, null, null],
  ['NOLB 1/2', 'nolb', { now: 1, of: 2 }, null, null],
  ['DRAIN', 'drain', null, null, null],
  ['DRAIN 1/2', 'drain', { now: 1, of: 2 }, null, null],
  ['DRAIN (agent)', 'drain', null, 'agent', null],
  ['MAINT', 'maint', null, null, null],
  ['MAINT (via be_ok/s1)', 'maint', null, 'tracked', 'be_ok/s1'],
  ['MAINT (resolution)', 'maint', null, 'resolution', null],
  ['no check', 'no-check', null, null, null],
])('%s', (status, kind, rising, by, via) => {
  expect(readClaim(status)).toEqual({ status, kind, rising, by, via })
})

test.each(['', 'up', 'OPEN', 'UP 2', 'UP x/3', 'DOWN  1/2', 'MAINT (via )', 'constructor', 'SLEEPING'])(
  '%j is unknown, verbatim',
  (status) => {
    expect(readClaim(status)).toMatchObject({ status, kind: 'unknown' })
  },
)
