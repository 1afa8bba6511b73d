import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { PoolSettings, ServerSettings } from '../../../model/check-settings.ts'
import { parseConfig } from './parse-config.ts'

function config(...names: string[]) {
  return parseConfig(
    names.map((name) => ({
      name,
      text: readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8'),
    })),
  )
}
const of = (pools: PoolSettings[], name: string) => pools.find((pool) => pool.pool === name)!
const server = (pool: PoolSettings, name: string): ServerSettings =>
  pool.servers.find((one) => one.server === name)!
const line = (setting: { origin: { from: string; line?: number } }) =>
  setting.origin.from === 'file' ? setting.origin.line : setting.origin.from

describe('everything-inherited.cfg', () => {
  const { settings, unknown, problems, sections } = config('everything-inherited.cfg')
  const app = of(settings.pools, 'app')

  test('a setting comes from the nearest place that says it, with its line', () => {
    expect(app.timeouts.connectMs).toMatchObject({
      value: 5000,
      origin: { line: 9, section: 'defaults base' },
    })
    expect(app.timeouts.queueMs).toMatchObject({ value: 10_000, origin: { line: 18 } })
    expect(app.timeouts.clientMs).toMatchObject({ value: 120_000, origin: { line: 24 } })
    expect(of(settings.pools, 'api').timeouts.checkMs.value).toBe(3)
    expect(app.retries).toMatchObject({ value: 2, origin: { line: 20 } })
    expect(of(settings.pools, 'api').retries).toEqual({ value: 3, origin: { from: 'default' } })
    expect(app.redispatch.value).toBe(true)
    expect(of(settings.pools, 'api').redispatch).toMatchObject({ value: false, origin: { line: 40 } })
    expect(settings.process.hardStopAfterMs.value).toBe(300_000)
    expect(settings.process.spreadChecksPercent.value).toBe(5)
  })

  test('default-server holds for the lines after it', () => {
    const [a1, a2, a3] = ['a1', 'a2', 'a3'].map((name) => server(app, name)) as [
      ServerSettings,
      ServerSettings,
      ServerSettings,
    ]
    expect([a1.interMs.value, line(a1.interMs)]).toEqual([3000, 15])
    expect([a2.interMs.value, line(a2.interMs)]).toEqual([500, 35])
    expect([a2.fastInterMs.value, a2.downInterMs.value, a2.rise.value, a2.fall.value]).toEqual([
      250, 10_000, 1, 4,
    ])
    expect(a1.rise).toEqual({ value: 2, origin: { from: 'default' } })
    expect([a1.slowStartMs.value, a1.onMarkedDown.value, a1.maxConnections.value]).toEqual([
      30_000,
      'shutdown-sessions',
      100,
    ])
    expect(a3.check.value).toBe(false)
    expect([a3.kind, a3.interMs.value, a3.proves]).toEqual([
      'tracked',
      3000,
      'GET /health answers 200, on app/a1',
    ])
  })

  test('a check proves what it asks', () => {
    expect(server(app, 'a1')).toMatchObject({ kind: 'l7', proves: 'GET /health answers 200' })
    expect(app.checkRequest.value).toEqual({ method: 'GET', path: '/health' })
    const api = of(settings.pools, 'api')
    expect(server(api, 'node5')).toMatchObject({ kind: 'l6', proves: 'TLS handshake', count: 3, port: 8443 })
    expect(server(api, 'odd')).toMatchObject({
      kind: 'l4',
      proves: 'the port accepts; the agent says so',
      address: '[fd00::1]',
      port: 80,
    })
    expect(server(api, 'odd').agentInterMs.value).toBe(4000)
    expect(server(of(settings.pools, 'pg'), 'one')).toMatchObject({
      kind: 'l7',
      proves: 'the server says string "+PONG"',
    })
  })

  test('persistence is a cookie or a table, with what ends it', () => {
    expect(app.persistence.value).toEqual({
      by: 'cookie',
      name: 'SRV',
      mode: 'insert',
      indirect: true,
      noCache: true,
      dynamic: false,
      maxIdleMs: 1_800_000,
      maxLifeMs: 28_800_000,
    })
    expect(of(settings.pools, 'pg').persistence.value).toEqual({
      by: 'stick-table',
      key: 'src',
      expireMs: 1_800_000,
      peers: false,
    })
  })

  test('nothing is a problem, and what is not read is counted', () => {
    expect(problems).toEqual([])
    expect(unknown).toEqual({ log: 1 })
    expect(sections.map((one) => one.keyword)).toContain('resolvers')
  })
})

test('quotes, escapes and comments are read; variables stay and are told', () => {
  const { settings, problems } = config('quotes-and-variables.cfg')
  const pool = of(settings.pools, 'quoted-name')
  expect(pool.servers.map((one) => one.server)).toEqual(['s1', 's-2'])
  expect(pool.checkRequest.value).toEqual({ method: 'GET', path: '/health check' })
  expect(pool.servers[0]!.proves).toBe('GET /health check answers rstring "say \\"yes\\" A"')
  expect(pool.servers[1]!.fall.value).toBe(5)
  expect(pool.timeouts.connectMs).toEqual({
    value: null,
    origin: {
      from: 'unreadable',
      file: 'quotes-and-variables.cfg',
      line: 3,
      section: 'defaults',
      text: `\${CONNECT_TIMEOUT}`,
    },
  })
  expect(problems.map((one) => [one.line, one.reason, one.text])).toEqual([
    [3, 'variable-unknown', 'CONNECT_TIMEOUT'],
    [9, 'variable-unknown', 'INTER'],
  ])
})

test('damage is named and costs no more than its own line', () => {
  const { settings, problems, unknown } = config('damaged.cfg')
  expect(problems.map((one) => [one.line, one.reason])).toEqual([
    [1, 'outside-any-section'],
    [6, 'unclosed-quote'],
    [7, 'condition-not-evaluated'],
    [2, 'defaults-not-found'],
    [3, 'server-incomplete'],
    [4, 'server-incomplete'],
    [12, 'pool-twice'],
  ])
  expect(unknown).toEqual({ wibble: 2, 'server frobnicate': 1, 'option never closed': 1 })
  const [first] = settings.pools
  expect(first!.servers[0]!.interMs.origin).toMatchObject({ from: 'unreadable', text: 'fast' })
  expect(first!.timeouts.serverMs.origin).toMatchObject({ from: 'unreadable', text: '10q' })
})

test.each([
  ['option httpchk', 'OPTIONS / answers 2xx or 3xx', 'l7'],
  ['option httpchk /up', 'OPTIONS /up answers 2xx or 3xx', 'l7'],
  [
    'option httpchk\n http-check expect comment c !string "down for"',
    'OPTIONS / answers not string "down for"',
    'l7',
  ],
  ['option httpchk\n http-check expect ! rstatus ^5', 'OPTIONS / answers not ^5', 'l7'],
  ['option tcp-check', 'the port accepts', 'l4'],
  [
    'option tcp-check\n tcp-check send hello',
    'the port accepts, and takes what is sent (no answer is awaited)',
    'l4',
  ],
  ['option tcp-check\n tcp-check connect ssl', 'TLS handshake', 'l6'],
  ['option redis-check', 'Redis answers PING', 'l7'],
  ['option httpchk\n option external-check', 'an external program says so', 'external'],
  ['option httpchk\n no option httpchk', 'the port accepts', 'l4'],
])('%j proves: %s', (directives, proves, kind) => {
  const text = `backend b\n ${directives}\n server s 127.0.0.1:1 check\n`
  const [pool] = parseConfig([{ name: 'x', text }]).settings.pools
  expect(pool!.servers[0]).toMatchObject({ proves, kind })
})

test('several files are one configuration, in their order', () => {
  const parsed = parseConfig([
    { name: 'a.cfg', text: 'defaults\n timeout check 1s\n' },
    { name: 'b.cfg', text: 'backend x\n server s 127.0.0.1:1 check\n' },
  ])
  expect(parsed.settings.pools[0]!.timeouts.checkMs.origin).toMatchObject({ file: 'a.cfg', line: 2 })
  expect(parsed.settings.pools[0]!.servers[0]!.at).toMatchObject({ file: 'b.cfg', line: 2 })
})
