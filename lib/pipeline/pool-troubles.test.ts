/** Queues, outages, flapping, lost sessions and ghosts, through the whole path. */

import { describe, expect, it, test } from 'vitest'
import { playPool, requestLine, scriptedServer, setWord } from './scripted-pool.ts'

const two = () => [scriptedServer('web1', { perSecond: 5 }), scriptedServer('web2', { perSecond: 5 })]

test('a server that goes up and down four times flaps; one restart does not', () => {
  const servers = two()
  const played = playPool(servers)
  played.run(3_000)
  const turn = (claim: string, check: string) => {
    setWord(servers[0]!, claim, check, played.now())
    played.run(4_000)
  }
  turn('DOWN', 'L4CON')
  turn('UP', 'L7OK')
  expect(played.alarms()).toEqual([])
  turn('DOWN', 'L4CON')
  turn('UP', 'L7OK')
  expect(played.alarms()).toEqual(['flapping'])
  expect(played.of('flapping')[0]!.subjects[0]!.id).toBe('lb1/app/web1')
  expect(played.of('flapping')[0]!.facts.changes).toBe(4)
})

test('an operator’s maintenance is no flapping, and all in maintenance is no alarm', () => {
  const servers = two()
  const played = playPool(servers)
  played.run(2_000)
  for (const claim of ['MAINT', 'UP', 'MAINT', 'UP', 'MAINT']) {
    setWord(servers[0]!, claim, 'L7OK', played.now())
    played.run(1_500)
  }
  setWord(servers[1]!, 'MAINT', 'L7OK', played.now())
  played.run(3_000)
  expect(played.alarms()).toEqual([])
  expect(played.of('pool-outage').map((one) => one.severity)).toEqual(['info'])
})

describe('the last server goes', () => {
  const servers = two()
  const played = playPool(servers)
  played.run(3_000)
  setWord(servers[0]!, 'DOWN', 'L4CON', played.now())
  played.run(20_000)
  const quiet = played.alarms()
  setWord(servers[1]!, 'DOWN', 'L4TOUT', played.now())
  const atMs = played.now()
  played.run(3_000)

  it('says nothing of the first', () => expect(quiet).toEqual([]))
  it('is an outage at once, with what each check said', () => {
    const [outage] = played.of('pool-outage')
    expect(played.alarms()).toEqual(['pool-outage'])
    expect(outage!.severity).toBe('critical')
    expect(played.firstOf('pool-outage')! - atMs).toBeLessThan(1_600)
    expect(outage!.evidence.map((one) => one.text).join()).toMatch(/L4TOUT/)
    expect([...played.incidents.values()].find((one) => one.kind === 'pool-outage')!.advice[0]!.id).toBe(
      'bring-back',
    )
  })
})

test('a queue that does not drain, with both servers at their limit; a short one is what a queue is for', () => {
  const servers = two()
  for (const one of servers) one.limit = 10
  const played = playPool(servers)
  played.run(3_000)
  Object.assign(servers[0]!, { queue: 3, sessions: 10 })
  played.run(1_000)
  Object.assign(servers[0]!, { queue: 0, sessions: 6 })
  played.run(4_000)
  expect(played.alarms()).toEqual([])
  for (let n = 1; n <= 6; n++) {
    for (const one of servers) Object.assign(one, { queue: 5 * n, sessions: 10 })
    played.run(1_000)
  }
  expect(played.alarms()).toEqual(['queue-saturation'])
  expect(played.of('queue-saturation')[0]!.text).toMatch(/web1 and web2 are at maxconn/)
})

const sticky = (server: string, atMs: number, flags: string, client: string) =>
  requestLine('app', server, atMs, { status: 200, termination: `--${flags}`, responseMs: 5, client })

test('clients whose cookie names a server that is down lost their session there', () => {
  const servers = two()
  const played = playPool(servers)
  played.run(2_000)
  setWord(servers[0]!, 'DOWN', 'L4CON', played.now())
  played.run(1_500)
  for (let n = 0; n < 12; n++) {
    played.log(sticky('web2', played.now(), 'DI', `10.0.2.${n % 6}`))
    played.run(100)
  }
  expect(played.alarms()).toEqual(['sticky-sessions-lost'])
  const [lost] = played.of('sticky-sessions-lost')
  expect(lost!.facts).toMatchObject({ clients: 6, from: 'web1', flags: 'DI' })
  expect(lost!.subjects.map((one) => one.id)).toContain('lb1/app/web1')
})

test('an office behind one address: each loss is somebody else’s, and the captured cookie says of which server', () => {
  const played = playPool(two())
  played.run(2_000)
  for (let n = 0; n < 8; n++) {
    played.log(sticky('web2', played.now(), 'DI', '10.0.2.1').replace(' - - --DI', ' SRV=web1 - --DI'))
    played.run(100)
  }
  played.run(6_000)
  expect(played.alarms()).toEqual(['sticky-sessions-lost'])
  expect(played.of('sticky-sessions-lost')[0]!.facts).toMatchObject({ clients: 1, losses: 8, from: 'web1' })
})

test('expired and valid cookies lose nothing', () => {
  const played = playPool(two())
  for (let n = 0; n < 40; n++) {
    played.log(sticky('web2', played.now(), ['EI', 'OI', 'VN', 'NI'][n % 4]!, `10.0.2.${n}`))
    played.run(50)
  }
  expect(played.alarms()).toEqual([])
})

describe('one page, and each server has its own version of it', () => {
  const servers = two()
  const played = playPool(servers, { uri: '/price' })
  servers[0]!.version = () => 'v7'
  servers[1]!.version = () => 'v7'
  played.run(12_000)
  const quiet = played.alarms()
  servers[1]!.version = () => 'v6'
  const sinceMs = played.now()
  played.run(30_000)
  const [ghost] = played.of('divergent-responses')

  it('agrees at first', () => expect(quiet).toEqual([]))
  it('is found, with the pairs that prove it', () => {
    expect(played.alarms()).toEqual(['divergent-responses'])
    expect(ghost!.text).toMatch(/GET \/price differs by server: .*web1 gives "v7".*|.*web2 gives "v6"/)
    expect(ghost!.evidence[0]!.text).toMatch(/gave "v\d" \d+ of \d+ times/)
    expect(ghost!.facts.p).toBeLessThan(0.01)
    // One against one, and no date: nobody is the odd one.
    expect(ghost!.facts.odd).toBeNull()
    expect(played.firstOf('divergent-responses')! - sinceMs).toBeLessThan(20_000)
  })
})

test('of two versions with a date the older is the odd one', () => {
  const servers = two()
  const played = playPool(servers, { uri: '/price' })
  servers[0]!.version = () => 'Sat, 21 Nov 2026 08:00:00 GMT'
  servers[1]!.version = () => 'Fri, 20 Nov 2026 23:00:00 GMT'
  played.run(25_000)
  expect(played.of('divergent-responses')[0]!.facts.odd).toBe('web2')
})

test.each([
  ['each answer is new', () => (n: number) => `x${n}`],
  [
    'it changes every two seconds, a second apart',
    (at: number) => (n: number) => `v${Math.floor((n + 5 * at) / 10)}`,
  ],
  ['many visitors, each with its own', (at: number) => (n: number) => `user${at}-${n % 7}`],
])('a page that differs by itself is no ghost: %s', (_, versionOf) => {
  const servers = two()
  for (const [at, one] of servers.entries()) Object.assign(one, { perSecond: 8, version: versionOf(at) })
  const played = playPool(servers, { uri: '/me' })
  played.run(45_000)
  expect(played.alarms()).toEqual([])
})

test('a page of each visitor’s own is no ghost where a cookie keeps visitors apart', () => {
  const played = playPool(two())
  const visit = (server: string, n: number) =>
    played.log(
      requestLine('app', server, played.now(), {
        ...{
          status: 200,
          termination: '--VN',
          responseMs: 5,
          uri: '/me',
          client: `10.0.3.${n}`,
          version: `user${n}`,
        },
      }),
    )
  for (let n = 0; n < 200; n++) {
    // One visitor at a time at each server, for twenty seconds.
    visit('web1', Math.floor(n / 60))
    visit('web2', 10 + Math.floor(n / 60))
    played.run(200)
  }
  expect(played.alarms()).toEqual([])
})

test('checks that prove only the port: one word for the pool, and no alarm', () => {
  const servers = [scriptedServer('web1', { check: 'L4OK' }), scriptedServer('web2', { check: 'L4OK' })]
  const played = playPool(servers)
  played.run(15_000)
  const unproven = played.of('unproven-health-check')
  expect(unproven.map((one) => one.severity)).toEqual(['info'])
  expect(unproven[0]!.text).toBe('app: the check of web1 and web2 proves only that the port accepts')
})
