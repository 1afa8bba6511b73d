import { expect, test } from 'vitest'
import type { RunResult } from '../play/collect-result.ts'
import { readScenario } from '../scenarios/read-scenario.ts'
import { wrongFacts } from './judge-facts.ts'
import { drainTruths, poolLines } from './pool-truth.ts'
import { referenceTime } from './reference-time.ts'

const read = readScenario(`
name: by-hand
title: By hand
site:
  vrrp: { run: false }
  vips: [{ address: 10.0.0.100, owners: [lb1] }]
  services:
    - { name: chat, mode: tcp, port: 5222, servers: [web1] }
    - { name: app, mode: http, port: 80, servers: [web1] }
  hosts: { lb1: { role: load-balancer }, web1: { role: server } }
lasts: 20
`)
if (!read.ok) throw new Error(read.problems.join())
const { scenario } = read

const session = (
  server: string | null,
  openedAtMs: number,
  ended: { atMs: number; why: string } | null,
  port = 5222,
): RunResult['connections'][number] => ({
  ...{ host: 'client1', task: 't', local: '10.0.0.51:4000', remote: `10.0.0.100:${port}`, openedAtMs, ended },
  ...{ lastHeardAtMs: null, unansweredSinceMs: null, server, endsAtMs: 90_000 },
})

const result = {
  ...{ scenario, startMs: 0, endMs: 20_000, requests: [], incidents: [], findings: [] },
  connections: [
    session('web1', 100, { atMs: 9000, why: 'the other end closed it' }),
    session('web1', 100, { atMs: 7000, why: 'done' }),
    session('web1', 100, null),
    session(null, 100, { atMs: 9500, why: 'ECONNRESET' }),
    session('web2', 100, null),
    session('web1', 100, null, 80),
    session('web1', 6000, null),
    session('web1', 100, { atMs: 3000, why: 'done' }),
  ],
  events: [
    { what: 'fault', atMs: 4000, id: 'cmd', text: '', fault: { do: 'kill-dashboard', at: 4000 } },
    { what: 'drain-started', atMs: 4010, pool: 'chat', server: 'web1', text: '' },
    { what: 'eviction', atMs: 5000, pool: 'chat', server: 'web1', text: '' },
    { what: 'eviction', atMs: 6000, pool: 'app', server: 'web1', text: '' },
    { what: 'eviction', atMs: 7000, pool: 'chat', server: 'web2', text: '' },
  ],
} as unknown as RunResult

test('a drain: who was there, who was cut, who stays, who came later', () => {
  expect(drainTruths(result)).toEqual([
    { pool: 'chat', server: 'web1', atMs: 4010, openAtStart: 4, openAtEnd: 1, cut: 2, arrivedLater: 1 },
  ])
  expect(poolLines(result)).toContain('8 long sessions, 2 cut (the other end closed it, ECONNRESET)')
})

test('reports are measured from what the lab saw of the pool', () => {
  expect(referenceTime(result, 'sessions-cut')).toBe(9000)
  expect(referenceTime(result, 'drain-started')).toBe(4010)
  expect(referenceTime(result, 'eviction')).toBe(5000)
  expect(referenceTime(result, 'second-eviction')).toBe(7000)
  expect(referenceTime(result, 'pool-empty')).toBeNull()
})

test('a failed request counts from the first fault on, a moved person from the first move', () => {
  const failures = [900, 4600, 4200].map((atMs) => ({ atMs, server: 'web1', why: '500' }))
  const moved = [{ atMs: 4700, user: 1, from: 'web1', to: 'web2' }]
  const byServer = { web1: { ok: 1, failed: 3 } }
  const requests = [
    { host: 'c', task: 'a', sent: 4, ok: 1, failed: 3, firstFailedAtMs: 900, failures, moved, byServer },
  ]
  expect(referenceTime({ ...result, requests }, 'first-failed-request')).toBe(4200)
  expect(referenceTime({ ...result, requests }, 'users-moved')).toBe(4700)
  expect(poolLines({ ...result, requests })[0]).toBe('a: 3 of 4 failed (web1 3 of 4)')
})

test('facts that a finding gives are held against the clients’ count', () => {
  const expected = {
    ...{ kind: 'cut-drain', subjects: ['server lb1/chat/web1'], after: 'sessions-cut' },
    facts: { cut: '$cut', by: 'K' },
  }
  const found = (facts: object) => ({ finding: { facts } }) as never
  expect(wrongFacts(result, expected, found({ cut: 2, by: 'K' }))).toEqual([])
  expect(wrongFacts(result, expected, found({ cut: 4 }))).toEqual([
    { name: 'cut', wanted: 2, said: 4 },
    { name: 'by', wanted: 'K', said: null },
  ])
  expect(wrongFacts(result, expected, null)).toEqual([])
})
