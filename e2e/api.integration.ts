/** The HTTP API and its gate, asked as programs and as strangers ask. */

import http from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Site, startSite } from '#lab/haproxy/start-site'
import { until } from '#lab/haproxy/until'
import { type Polygraph, runPolygraph, startPolygraph } from './start-polygraph.ts'

let site: Site
let polygraph: Polygraph
let viewer: Record<string, string>

beforeAll(async () => {
  site = await startSite()
  polygraph = await startPolygraph(['--haproxy', `lb1=unix:${site.haproxy.socket}`], { signIn: true })
  viewer = bearer(await polygraph.token('viewer'))
  await until('the first reading', async () => (await polygraph.source('lb1'))?.readings)
})
afterAll(async () => {
  await polygraph?.stop()
  await site?.stop()
})

type Answer = { status: number; text: string; headers: http.IncomingHttpHeaders }

/** `fetch` would not send a forged Host. */
function send(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options
  return new Promise((resolve, reject) => {
    const asked = http.request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (piece) => {
        text += piece
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const ingest = (body: string, headers: Record<string, string> = {}) =>
  send(polygraph.port, '/api/v1/ingest', { method: 'POST', body, headers })
const codeOf = (answer: Answer) => (JSON.parse(answer.text) as { error: { code: string } }).error.code

test('healthz, readyz, metrics and the description answer', async () => {
  const { port } = polygraph
  expect((await send(port, '/healthz')).status).toBe(200)
  expect((await send(port, '/readyz')).text).toBe('ready\n')
  await until('the first picture', async () => (await polygraph.pools()).length)
  const { text } = await send(port, '/metrics', { headers: viewer })
  expect(text).toMatch(/^polygraph_source_fresh\{source="lb1"\} 1$/m)
  expect(text).toMatch(/^polygraph_source_readings_total\{source="lb1"\} [1-9]\d*$/m)
  expect(text).toMatch(/^polygraph_servers\{pool="lb1\/app",verdict="[a-z-]+"\} \d$/m)
  const described = JSON.parse((await send(port, '/api/v1/openapi.json', { headers: viewer })).text)
  expect(Object.keys(described.paths)).toEqual(
    expect.arrayContaining(['/api/v1/pools', '/api/v1/events', '/api/v1/sources', '/api/v1/ingest']),
  )
})

test('what is not there, and what is asked wrongly, is a JSON error that says so', async () => {
  const missing = await send(polygraph.port, '/api/v1/nothing', { headers: viewer })
  expect([missing.status, codeOf(missing)]).toEqual([404, 'not_found'])
  const wrong = await send(polygraph.port, '/api/v1/events?limit=many', { headers: viewer })
  expect([wrong.status, codeOf(wrong)]).toEqual([400, 'bad_request'])
  expect(wrong.text).toContain('limit')
})

test('pushing lines needs a token with the role: 401 without, 403 with another', async () => {
  const none = await ingest('{}')
  expect([none.status, codeOf(none)]).toEqual([401, 'token'])
  const forged = await ingest('{}', bearer('made-up'))
  expect([forged.status, codeOf(forged)]).toEqual([401, 'token'])
  const viewer = await ingest('{}', bearer(await polygraph.token('viewer')))
  expect([viewer.status, codeOf(viewer)]).toEqual([403, 'role'])
})

test('good lines are taken, bad ones are named with their number and reason', async () => {
  const headers = bearer(await polygraph.token('ingest'))
  const stats = await site.haproxy.ask('show stat')
  const line =
    '<133>1 2026-11-21T10:00:00.000000+00:00 shipped haproxy 1 - - Server app/web1 is DOWN, reason: Layer4 timeout, check duration: 1001ms. 3 active and 0 backup servers left. 0 sessions active, 0 requeued, 0 remaining in queue.'
  const body = [
    JSON.stringify({ kind: 'stats', loadBalancer: 'pushed', csv: stats }),
    JSON.stringify({ message: line }),
    'not json at all',
    JSON.stringify({ kind: 'weather', sun: true }),
    '',
  ].join('\n')
  const answer = await ingest(body, headers)
  expect(answer.status).toBe(200)
  const { accepted, rejected, rejectedTotal } = JSON.parse(answer.text)
  expect(accepted).toBe(2)
  expect(rejectedTotal).toBe(2)
  expect(rejected.map((one: { line: number }) => one.line)).toEqual([3, 4])
  expect(rejected[0].reason).toBe('not-json')
  const pool = await until('the pushed pool', async () =>
    (await polygraph.pools()).find((one) => one.id === 'pushed/app'),
  )
  expect(pool.servers.map((server) => server.claim)).toEqual(['UP', 'UP', 'UP', 'UP'])
})

test('another site cannot reach a loopback Polygraph through its own name or from its own page', async () => {
  const rebound = await send(polygraph.port, '/api/v1/pools', {
    headers: { ...viewer, host: 'evil.example:3000' },
  })
  expect([rebound.status, codeOf(rebound)]).toEqual([403, 'foreign_origin'])
  const page = await send(polygraph.port, '/', { headers: { ...viewer, host: 'evil.example' } })
  expect(page.status).toBe(403)
  const foreign = await send(polygraph.port, '/api/v1/recordings/failover/play', {
    method: 'POST',
    headers: { ...viewer, origin: 'https://evil.example' },
  })
  expect(foreign.status).toBe(403)
  const live = await send(polygraph.port, '/live/?EIO=4&transport=polling', {
    headers: { ...viewer, host: 'evil.example' },
  })
  expect(live.status).toBeGreaterThanOrEqual(400)
  const own = await send(polygraph.port, '/live/?EIO=4&transport=polling', { headers: viewer })
  expect(own.status).toBe(200)
})

/** Loopback and beyond it are one. */
const shut = [
  '/',
  '/people',
  '/pools/lb1%2Fapp',
  '/api/v1/pools',
  '/metrics',
  '/live/?EIO=4&transport=polling',
]

async function showsNothing({ port }: Polygraph) {
  for (const path of shut) {
    const { status, text } = await send(port, path)
    expect([path, status >= 400]).toEqual([path, true])
    expect(text).not.toContain('web1')
  }
  // A browser is not asked for a password by itself, but led to where people sign in.
  const program = await send(port, '/')
  expect([program.status, program.headers['www-authenticate']]).toEqual([401, 'Bearer realm="Polygraph"'])
  const browser = await send(port, '/incidents?q=a', { headers: { accept: 'text/html,*/*' } })
  expect([browser.status, browser.headers.location]).toEqual([303, '/sign-in?next=%2Fincidents%3Fq%3Da'])
}

test('on loopback nothing is shown without someone signed in or a token', () => showsNothing(polygraph))

test('beyond loopback nothing is shown either', async () => {
  const open = await startPolygraph(['--haproxy', `lb1=unix:${site.haproxy.socket}`], { host: '0.0.0.0' })
  try {
    await showsNothing(open)
    const token = await open.token('viewer')
    expect((await send(open.port, '/api/v1/pools', { headers: bearer(token) })).status).toBe(200)
    expect((await send(open.port, '/', { headers: bearer(token) })).status).toBe(200)
    const basic = `Basic ${Buffer.from(`me:${token}`).toString('base64')}`
    expect((await send(open.port, '/', { headers: { authorization: basic } })).status).toBe(401)
    const asked = await send(open.port, '/api/v1/ingest', { method: 'POST', headers: bearer(token) })
    expect(asked.status).toBe(403)
  } finally {
    await open.stop()
  }
})

test('what is asked wrongly is refused before anything starts', async () => {
  const refused = async (...args: string[]) => {
    const { code, stderr } = await runPolygraph(['start', ...args], polygraph.dir)
    expect(code).toBe(2)
    expect(stderr).toContain('Nothing was started.')
    return stderr
  }
  expect(await refused('--open-access', '--host', '0.0.0.0')).toContain('works on loopback only')
  expect(await refused('--haproxy', 'lb1=ftp://somewhere')).toContain('is no HAProxy address')
  const taken = ['--port', String(polygraph.port), '--data', `${polygraph.dir}/second`]
  expect(await refused(...taken)).toContain(`Port ${polygraph.port} is taken`)
})
