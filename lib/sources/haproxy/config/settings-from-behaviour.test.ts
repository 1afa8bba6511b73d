import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseLine } from '../../parse-line.ts'
import { parseStats } from '../stats/parse-stats.ts'
import { type FailedCheck, intervalSeen, settingsFromBehaviour } from './settings-from-behaviour.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')

function settings(file: string, name: string, failed: FailedCheck[] = []) {
  const text = read(`stats/fixtures/2.6.12/${file}`)
  const { reading } = parseStats(text, { source: 'socket', loadBalancer: 'lb1', atMs: 0 })
  return settingsFromBehaviour(reading!.servers.find((one) => `${one.pool}/${one.server}` === name)!, failed)
}

test.each([
  ['stat.00-initial.csv', 'be_ok/s1', 'l7', 'the application answers 200'],
  ['stat.00-initial.csv', 'be_track/t1', 'tracked', 'what be_ok/s1 proves'],
  ['stat.00-initial.csv', 'be_refused/r1', 'none', 'nothing: no check'],
  // A refused connect says nothing of what the check asks once connected.
  ['stat.20-s2-refused-down.csv', 'be_ok/s2', 'unknown', 'not known yet'],
])('%s: the check of %s is %s', (file, name, kind, proves) => {
  expect(settings(file, name)).toMatchObject({ kind, proves, at: null })
})

test('rise and fall are told by the statistics, the rest is unknown and not guessed', () => {
  const server = settings('stat.00-initial.csv', 'be_ok/s1')
  expect(server.fall).toEqual({ value: 3, origin: { from: 'behaviour', why: 'check_fall' } })
  expect(server.rise.value).toBe(2)
  expect(server.interMs).toEqual({ value: null, origin: { from: 'unknown' } })
  expect(server.onMarkedDown.origin.from).toBe('unknown')
})

test('the interval is what lies between the failed checks of a log', () => {
  const failed = read('log/fixtures/2.6.12/log.iso.txt')
    .split('\n')
    .map((line) => parseLine(line, { nowMs: 0, logFormat: null }) as unknown as Record<string, unknown>)
    .filter(
      ({ kind, pool, server, succeeded }) =>
        kind === 'health-check' && pool === 'be_ok' && server === 's1' && succeeded === false,
    )
    .map(({ atMs, checkDurationMs }) => ({ atMs: atMs as number, durationMs: checkDurationMs as number }))
  const { fastInterMs } = settings('stat.00-initial.csv', 'be_ok/s1', failed)
  // The captured configuration says inter 300.
  expect(Math.abs(fastInterMs.value! - 300)).toBeLessThan(5)
})

test('a wait is counted from a check’s end, the middle one is told, and one wait is too few', () => {
  const failed = [
    { atMs: 0, durationMs: 2000 },
    { atMs: 4001, durationMs: 2001 },
    { atMs: 8003, durationMs: 2001 },
    { atMs: 999_000, durationMs: 2000 },
  ]
  expect(intervalSeen(failed)).toBe(2001)
  expect(intervalSeen(failed.slice(0, 2))).toBeNull()
})
