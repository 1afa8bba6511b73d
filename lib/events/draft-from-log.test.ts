import { expect, test } from 'vitest'
import type { LogRecord } from '../model/log-record.ts'
import { draftFromLog } from './draft-from-log.ts'
import { recentEvents } from './recent-events.ts'

const log = (record: object, atMs = 10_400) =>
  ({
    kind: 'log',
    source: 'udp',
    loadBalancer: null,
    atMs,
    record: { format: 'x', ...record } as LogRecord,
    shifted: false,
  }) as const

const state = (more: object) => ({
  kind: 'server-state',
  atMs: 10_123,
  pool: 'app',
  server: 'web2',
  backup: false,
  from: null,
  to: 'down',
  reason: null,
  code: null,
  info: null,
  checkDurationMs: null,
  via: null,
  changedFrom: null,
  ...more,
})
const check = (more: object) => ({
  kind: 'health-check',
  atMs: 10_120,
  pool: 'app',
  server: 'web2',
  backup: false,
  agent: false,
  succeeded: false,
  reason: 'Layer7 wrong status',
  code: 503,
  info: 'Service Unavailable',
  checkDurationMs: 1,
  health: 2,
  healthMax: 3,
  to: 'up',
  ...more,
})

test('a state line; the clock of its source is corrected', () => {
  expect(draftFromLog(log(state({})), 'lb')).toMatchObject({
    kind: 'server-state',
    to: 'down',
    atMs: 10_123,
    errorMs: 0,
  })
  expect(draftFromLog(log(state({})), 'lb', { offsetMs: -50, errorMs: 4 })).toMatchObject({
    atMs: 10_073,
    errorMs: 4,
  })
})

test('a date to the second is some moment of it, before its arrival', () => {
  expect(draftFromLog(log(state({ atMs: 10_000 })), 'lb')).toMatchObject({ atMs: 10_400, errorMs: 400 })
  expect(draftFromLog(log(state({ atMs: 10_000 }), 60_000), 'lb')).toMatchObject({
    atMs: 10_500,
    errorMs: 500,
  })
  expect(draftFromLog(log(state({ atMs: null })), 'lb')).toMatchObject({ atMs: 10_400, errorMs: 1_000 })
})

test.each([
  [{}, 'UP 2/3'],
  [{ health: 0, healthMax: 2, to: 'down' }, 'DOWN'],
  [{ health: 1, healthMax: 2, to: 'down', succeeded: true }, 'DOWN 1/2'],
  [{ health: 3, healthMax: 3, succeeded: true }, 'UP'],
])('a health check says HAProxy’s status word: %o', (more, to) => {
  expect(draftFromLog(log(check(more)), 'lb')).toMatchObject({ kind: 'health-check', to })
})

test('the other lines that are changes, and those that are none', () => {
  const kind = (record: object) => draftFromLog(log({ atMs: 1, ...record }), 'lb')?.kind ?? null
  expect(kind({ kind: 'pool-empty', pool: 'app' })).toBe('pool-state')
  expect(kind({ kind: 'proxy-state', proxy: 'web', to: 'stopped' })).toBe('proxy-state')
  expect(kind({ kind: 'server-address', pool: 'a', server: 'b', from: '1', to: '2', by: 'DNS' })).toBe(
    'server-address',
  )
  expect(kind({ kind: 'process', message: 'New worker (12) forked' })).toBe('process-started')
  expect(kind({ kind: 'process', message: 'Exiting Master process...' })).toBe('process-stopping')
  expect(kind({ kind: 'process', message: 'something else' })).toBeNull()
  expect(kind({ kind: 'request' })).toBeNull()
  expect(kind(state({ to: null }))).toBeNull()
})

test('check line, then state line: the state has the reason', () => {
  const recent = recentEvents()
  recent.merge(draftFromLog(log(check({ health: 0, healthMax: 2, to: 'down' })), 'lb')!)
  const { event } = recent.merge(draftFromLog(log(state({})), 'lb')!)
  expect(event.text).toBe('app/web2 went DOWN: Layer7 wrong status 503 "Service Unavailable"')
})
