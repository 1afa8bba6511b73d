/** Servers whose claim and traffic disagree, through the whole path: statistics and log lines in, findings out. */

import { describe, expect, it, test } from 'vitest'
import { playPool, requestLine, scriptedServer, setWord } from './scripted-pool.ts'

const three = () => [scriptedServer('web1'), scriptedServer('web2'), scriptedServer('web3')]

describe('one of three answers 500 behind a passing check', () => {
  const servers = three()
  const played = playPool(servers)
  played.run(12_000)
  const before = played.alarms()
  const sinceMs = played.now()
  servers[1]!.failShare = 1
  played.run(10_000)
  const during = played.of('lying-health-check')
  servers[1]!.failShare = 0
  played.run(10_000)

  it('says nothing before', () => expect(before).toEqual([]))
  it('finds the lie within five seconds, and nothing else', () => {
    expect(played.alarms()).toEqual(['lying-health-check'])
    expect(during).toHaveLength(1)
    expect(played.firstOf('lying-health-check')! - sinceMs).toBeLessThanOrEqual(4_000)
  })
  it('names the server, both sides, and the first failing request', () => {
    const [lie] = during
    expect(lie!.subjects.map((one) => `${one.type} ${one.id}`)).toEqual([
      'server lb1/app/web2',
      'pool lb1/app',
    ])
    expect(new Set(lie!.evidence.map((one) => one.channel))).toEqual(new Set(['claim', 'traffic']))
    expect(Math.abs(lie!.startedAtMs - sinceMs)).toBeLessThanOrEqual(lie!.startedErrorMs + 100)
    expect(lie!.startedErrorMs).toBeLessThan(500)
    expect(lie!.severity).toBe('critical')
  })
  it('agrees with the verdict and ends with it', () => {
    expect(played.verdict('web2').kind).toBe('agrees')
    expect(played.of('lying-health-check')[0]!.endedAtMs).not.toBeNull()
  })
})

test.each([
  ['the log alone', { stats: false }],
  ['statistics alone', { log: false }],
])('a fifth of the requests fails, by %s', (_, sources) => {
  const servers = three()
  const played = playPool(servers, sources)
  if (!('log' in sources))
    for (const { name } of servers)
      played.log(
        `<133>Nov 21 09:08:00 haproxy[7]: Server app/${name} is UP, reason: Layer7 check passed, code: 200, check duration: 1ms. 3 active and 0 backup servers online. 0 sessions requeued, 0 total in queue.`,
      )
  played.run(15_000)
  const sinceMs = played.now()
  servers[2]!.failShare = 0.2
  played.run(15_000)
  expect(played.alarms()).toEqual(['lying-health-check'])
  const [lie] = played.of('lying-health-check')
  expect(lie!.subjects[0]!.id).toBe('lb1/app/web3')
  expect(Math.abs(lie!.startedAtMs - sinceMs)).toBeLessThanOrEqual(lie!.startedErrorMs + 1_500)
})

test.each([0, 700, 1_600])('all three fail, each %s ms after the other: never a lie', (apartMs) => {
  for (const perSecond of [15, 2]) {
    const servers = three()
    for (const one of servers) one.perSecond = perSecond
    const played = playPool(servers, { seed: 3 + apartMs })
    played.run(8_000)
    for (const one of servers) {
      one.failShare = 1
      played.run(Math.max(50, apartMs))
    }
    played.run(8_000)
    expect(played.alarms()).toEqual(['shared-dependency-failing'])
    const [shared] = played.of('shared-dependency-failing')
    expect(shared!.subjects.map((one) => one.id)).toEqual(expect.arrayContaining(['lb1/app', 'lb1/app/web1']))
    expect(shared!.severity).toBe('critical')
  }
})

test('all fail in part, at one rate: what they share, and no lie', () => {
  for (const seed of [1, 2]) {
    const servers = three()
    const played = playPool(servers, { seed })
    played.run(8_000)
    for (const one of servers) one.failShare = 0.3
    played.run(7_000)
    expect(played.alarms()).toEqual(['shared-dependency-failing'])
  }
})

test('the checks of all fail at once on what they share; taking them out is the outage', () => {
  const servers = three()
  const played = playPool(servers)
  played.run(5_000)
  for (const one of servers) setWord(one, 'UP 2/3', 'L7TOUT', played.now())
  played.run(2_500)
  for (const one of servers) setWord(one, 'DOWN', 'L7TOUT', played.now())
  played.run(6_000)
  expect(played.alarms()).toEqual(['pool-outage', 'shared-dependency-failing'])
  const open = [...played.incidents.values()].filter((one) => one.severity !== 'info')
  expect(open.map((one) => one.rootCause.kind)).toEqual(['shared-dependency-failing'])
})

describe('nothing to say', () => {
  test('a server dies and its check takes it out', () => {
    const servers = three()
    const played = playPool(servers)
    played.run(12_000)
    servers[0]!.failShare = 1
    servers[0]!.failsAs = ['SC--', 503]
    played.run(900)
    setWord(servers[0]!, 'UP 2/3', 'L4CON', played.now())
    played.run(2_000)
    setWord(servers[0]!, 'DOWN', 'L4CON', played.now())
    played.run(10_000)
    expect(played.alarms()).toEqual([])
  })
  test('a restart of a second and a half between two checks', () => {
    for (const seed of [1, 2]) {
      const servers = three()
      for (const one of servers) one.perSecond = 3
      const played = playPool(servers, { seed })
      played.run(12_000)
      for (const one of servers) {
        one.failShare = 1
        one.failsAs = ['SC--', 503]
        played.run(1_500)
        one.failShare = 0
        played.run(3_500)
      }
      played.run(12_000)
      expect(played.alarms()).toEqual([])
    }
  })
  test('a clean drain and its return', () => {
    const servers = three()
    const played = playPool(servers)
    played.run(5_000)
    setWord(servers[0]!, 'DRAIN', 'L7OK', played.now())
    played.run(9_000)
    setWord(servers[0]!, 'UP', 'L7OK', played.now())
    played.run(5_000)
    expect([...played.found.values()]).toEqual([])
  })
  test('visitors who go away, and requests that came from a server that failed them', () => {
    const servers = three()
    const played = playPool(servers)
    for (let n = 0; n < 60; n++) {
      played.run(100)
      played.log(
        requestLine('app', 'web1', played.now(), { status: -1, termination: 'CH--', responseMs: 900 }),
      )
      const line = requestLine('app', 'web2', played.now(), {
        status: 503,
        termination: 'SC--',
        responseMs: 5,
      })
      played.log(line.replace('1/1/0/0/0', '1/1/0/0/+1'))
    }
    expect(played.alarms()).toEqual([])
    const server = played.pipeline.world().loadBalancers.get('lb1')!.pools.get('app')!.servers.get('web2')!
    expect(server.traffic.log.reduce((sum, one) => sum + one.failures, 0)).toBe(0)
  })
})

test('the same line over a ring and over syslog is one request', () => {
  const played = playPool([scriptedServer('web1', { perSecond: 0 })])
  played.run(1_000)
  const line = requestLine('app', 'web1', played.now(), { status: 500, termination: '----', responseMs: 5 })
  for (const source of ['syslog', 'lb1 ring'])
    played.pipeline.take({ source, loadBalancer: 'lb1', kind: 'log', atMs: played.now(), text: line })
  const web1 = played.pipeline.world().loadBalancers.get('lb1')!.pools.get('app')!.servers.get('web1')!
  expect(web1.consecutiveFailures).toBe(2)
  const other = requestLine('app', 'web1', played.now(), { status: 500, termination: '----', responseMs: 6 })
  for (const source of ['syslog', 'lb1 ring'])
    played.pipeline.take({ source, loadBalancer: 'lb1', kind: 'log', atMs: played.now(), text: other })
  expect(web1.consecutiveFailures).toBe(3)
})

test('what is redispatched is charged to the server that refused it, by statistics alone: the log names another', () => {
  const servers = [scriptedServer('web1', { perSecond: 5 }), scriptedServer('web2', { perSecond: 0 })]
  const played = playPool(servers)
  played.run(12_000)
  for (let second = 0; second < 8; second++) {
    servers[1]!.redispatched += 6
    for (let n = 0; n < 6; n++) {
      const line = requestLine('app', 'web1', played.now(), {
        status: 200,
        termination: '----',
        responseMs: 5 + n,
      })
      played.log(line.replace('1/1/0/0/0', '1/1/0/0/+1'))
    }
    played.run(1_000)
  }
  expect(played.of('lying-health-check').map((one) => one.subjects[0]!.id)).toEqual(['lb1/app/web2'])
  const said = played.of('lying-health-check')[0]!.evidence.map((one) => one.text)
  expect(said.join()).toMatch(/HAProxy itself charged app\/web2 with \d+ retries, \d+ requests taken from it/)
})

test('a lone failure in its log at the onset does not hide what statistics charge it with; it tells the moment', () => {
  const servers = ['web1', 'web2', 'web3', 'web4'].map((name) => scriptedServer(name))
  const played = playPool(servers)
  played.run(8_000)
  // The connection that was open when it began to refuse.
  played.run(600)
  const beganMs = played.now()
  played.log(requestLine('app', 'web4', beganMs, { status: 502, termination: 'SH--', responseMs: 1 }))
  servers[3]!.perSecond = 0
  for (let second = 0; second < 8; second++) {
    servers[3]!.redispatched += 20
    played.run(1_000)
  }
  const [found] = played.of('lying-health-check')
  expect(found?.subjects[0]).toMatchObject({ id: 'lb1/app/web4' })
  expect(Math.abs(found!.startedAtMs - beganMs)).toBeLessThanOrEqual(10)
  expect(played.firstOf('lying-health-check')! - beganMs).toBeLessThan(5_000)
})
