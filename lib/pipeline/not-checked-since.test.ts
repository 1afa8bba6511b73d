/** A server dies between two checks that are ten seconds apart, through the whole path: is the check lying, or late? */

import { expect, test } from 'vitest'
import { parseConfig } from '../sources/haproxy/config/parse-config.ts'
import { playPool, scriptedServer, setWord } from './scripted-pool.ts'

const REFUSES = ['SC--', 503] as [string, number]

function play(check: string) {
  const servers = [scriptedServer('web1'), scriptedServer('web2'), scriptedServer('web3')]
  const played = playPool(servers)
  const lines = servers.map(({ name }, at) => `  server ${name} 10.0.0.${at + 1}:80 ${check}\n`)
  const text = `backend app\n  mode http\n  option httpchk GET /health\n${lines.join('')}`
  played.pipeline.risks.configure('lb1', parseConfig([{ name: 'haproxy.cfg', text }]).settings)
  played.run(12_000)
  return { played, dead: servers[1]! }
}

test('before its check had its turn HAProxy’s word is old, not a lie; it is told until when', () => {
  const { played, dead } = play('check inter 10s fall 3')
  const sinceMs = played.now()
  dead.failShare = 1
  dead.failsAs = REFUSES
  played.run(8_000)
  expect(played.alarms()).toEqual(['unproven-health-check'])
  const [late] = played.of('unproven-health-check')
  expect(late).toMatchObject({ rule: 'not-checked-since', severity: 'warning', endedAtMs: null })
  expect(late!.subjects[0]!.id).toBe('lb1/app/web2')
  expect(late!.facts).toMatchObject({ interMs: 10_000, fall: 3, evictedFromMs: 20_000, evictedToMs: 30_000 })
  expect(late!.text).toContain('web2 lets nobody connect and was not checked since')
  expect(late!.text).toContain('(inter 10 s, fall 3) takes it out 20 to 30 s after that began')
  expect(played.firstOf('unproven-health-check')! - sinceMs).toBeLessThanOrEqual(2_000)
  expect(played.verdict('web2')).toMatchObject({ kind: 'unproven', rule: 'not-checked-since' })
  const [incident] = [...played.incidents.values()].filter((one) => one.severity !== 'info')
  expect(incident!.rootCause).toMatchObject({ kind: 'unproven-health-check', subject: late!.subjects[0] })
  expect(incident!.advice.map((one) => one.id)).toContain('take-out-unchecked')
})

test('its check begins to fail: that is over, and it was never a lie', () => {
  const { played, dead } = play('check inter 10s fall 3')
  dead.failShare = 1
  dead.failsAs = REFUSES
  played.run(6_000)
  setWord(dead, 'UP 2/3', 'L4CON', played.now())
  played.run(10_000)
  setWord(dead, 'DOWN', 'L4CON', played.now())
  played.run(5_000)
  expect(played.alarms()).toEqual(['unproven-health-check'])
  expect(played.of('unproven-health-check')[0]!.endedAtMs).not.toBeNull()
})

test('it had its turn and passes all the same: then it lies', () => {
  const { played, dead } = play('check inter 4s fall 3')
  const sinceMs = played.now()
  dead.failShare = 1
  dead.failsAs = REFUSES
  played.run(16_000)
  expect(played.alarms()).toEqual(['lying-health-check', 'unproven-health-check'])
  expect(played.firstOf('lying-health-check')! - sinceMs).toBeGreaterThan(4_000)
  expect(played.of('unproven-health-check')[0]!.endedAtMs).not.toBeNull()
  expect([...played.incidents.values()].filter((one) => one.severity !== 'info')).toHaveLength(1)
})

test.each([
  ['connections are made and answers are wrong', 'check inter 10s fall 3', ['----', 500]],
  ['the check goes to another port', 'check port 8081 inter 10s fall 3', REFUSES],
  ['checks come every two seconds', 'check inter 2s fall 3', REFUSES],
] as const)('%s: the lie is told at once', (_, check, failsAs) => {
  const { played, dead } = play(check)
  const sinceMs = played.now()
  dead.failShare = 1
  dead.failsAs = [failsAs[0]!, failsAs[1] as number]
  played.run(8_000)
  expect(played.alarms()).toEqual(['lying-health-check'])
  expect(played.firstOf('lying-health-check')! - sinceMs).toBeLessThanOrEqual(5_000)
})

test('nothing answers a SYN: each check takes its time too', () => {
  const { played, dead } = play('check inter 10s fall 3')
  dead.failShare = 1
  dead.failsAs = ['sC--', 503]
  played.run(8_000)
  expect(played.of('unproven-health-check')[0]!.facts).toMatchObject({
    evictedFromMs: 50_000,
    evictedToMs: 60_000,
  })
})
