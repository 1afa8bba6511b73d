import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

const tokens: Record<string, 'viewer' | 'ingest' | 'admin'> = { look: 'viewer', ship: 'ingest', all: 'admin' }
const token = async (text: string) => (tokens[text] ? { id: text, name: text, role: tokens[text] } : null)
const session = async (secret: string) =>
  secret === 'secret' ? ({ id: 'p1', name: 'ada', role: 'operator' } as const) : null
const ask = (headers: Record<string, string>, method = 'GET') =>
  ({ headers, method }) as unknown as IncomingMessage
const host = '127.0.0.1:3000'
const cookie = 'theme=dark; polygraph-3000=secret'
const gateOn = (address: string, openAccess = false, publicUrl: string | null = null) =>
  createGate({ host: address, openAccess, publicUrl }, { token, session })

test('without a session or a token nobody sees anything, on loopback as elsewhere', async () => {
  for (const [address, name] of [
    ['127.0.0.1', host],
    ['0.0.0.0', 'polygraph.example'],
  ] as const) {
    const gate = gateOn(address)
    for (const headers of [
      { host: name },
      { host: name, authorization: 'Bearer wrong' },
      { host: name, cookie: 'polygraph-3000=wrong' },
      { host: name, authorization: `Basic ${Buffer.from('me:all').toString('base64')}` },
    ])
      expect(await gate.decide(ask(headers), 'look')).toMatchObject({ ok: false, status: 401, code: 'token' })
  }
})

test('a token opens what its role allows', async () => {
  const gate = gateOn('0.0.0.0')
  const by = (name: string) => ask({ host: 'polygraph.example', authorization: `Bearer ${name}` }, 'POST')
  expect(await gate.decide(by('look'), 'look')).toMatchObject({
    ok: true,
    who: { name: 'look', via: 'token' },
  })
  expect(await gate.decide(by('look'), 'ingest')).toMatchObject({ ok: false, status: 403, code: 'role' })
  expect(await gate.decide(by('ship'), 'ingest')).toMatchObject({ ok: true })
  expect(await gate.decide(by('ship'), 'look')).toMatchObject({ ok: false, status: 403 })
  expect(await gate.decide(by('all'), 'manage-people')).toMatchObject({ ok: true })
})

test('a session opens what its person’s role allows; a token that is shown stands alone', async () => {
  const gate = gateOn('127.0.0.1')
  const who = { id: 'p1', name: 'ada', role: 'operator', via: 'session' }
  expect(await gate.decide(ask({ host, cookie }), 'look')).toEqual({ ok: true, who })
  expect(await gate.decide(ask({ host, cookie }), 'manage-people')).toMatchObject({ status: 403 })
  const both = { host, cookie, authorization: 'Bearer wrong' }
  expect(await gate.decide(ask(both), 'look')).toMatchObject({ status: 401 })
  // Another port's cookie is another Polygraph's.
  expect(await gate.decide(ask({ host: '127.0.0.1:3001', cookie }), 'look')).toMatchObject({ status: 401 })
})

test('behind HTTPS only the cookie that HTTPS alone can set counts', async () => {
  const gate = gateOn('0.0.0.0')
  const https = { host: 'polygraph.example', 'x-forwarded-proto': 'https' }
  const named = (name: string) => ask({ ...https, cookie: `${name}=secret` })
  expect(await gate.decide(named('__Host-polygraph'), 'look')).toMatchObject({ ok: true })
  for (const name of ['polygraph-80', 'polygraph-443', 'x__Host-polygraph'])
    expect(await gate.decide(named(name), 'look')).toMatchObject({ ok: false })
})

test('a change by cookie proves that it comes from our own page', async () => {
  const gate = gateOn('127.0.0.1')
  const change = async (headers: Record<string, string>) => {
    const decided = await gate.decide(ask({ host, cookie, ...headers }, 'POST'), 'annotate')
    return decided.ok ? 'may' : decided.code
  }
  const json = { 'content-type': 'application/json; charset=utf-8' }
  const ours = { origin: 'http://127.0.0.1:3000' }
  expect(await change({ ...ours, ...json })).toBe('may')
  expect(await change({ ...ours, 'x-polygraph': '1' })).toBe('may')
  expect(await change({ 'sec-fetch-site': 'same-origin', ...json })).toBe('may')
  expect(await change(json)).toBe('no_proof_of_origin')
  expect(await change(ours)).toBe('no_proof_of_origin')
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonx',
  ])
    expect(await change({ ...ours, 'content-type': type })).toBe('no_proof_of_origin')
  for (const site of ['cross-site', 'same-site', 'none'])
    expect(await change({ 'sec-fetch-site': site, ...json })).toBe('no_proof_of_origin')
  for (const origin of [
    'null',
    'http://evil.example',
    'http://127.0.0.1:3001',
    'http://127.0.0.1:3000.evil.example',
  ])
    expect(await change({ origin, 'sec-fetch-site': 'same-origin', ...json })).toBe('foreign_origin')
})

test('open access asks nobody for anything, and still refuses other sites', async () => {
  const gate = gateOn('127.0.0.1', true)
  const local = ask({ host: 'localhost:3000' }, 'POST')
  const who = { id: 'loopback', name: 'loopback', role: 'admin', via: 'loopback' }
  expect(await gate.decide(local, 'manage-people')).toEqual({ ok: true, who })
  const foreign = { host, origin: 'http://evil.example' }
  expect(await gate.decide(ask(foreign, 'POST'), 'look')).toMatchObject({ status: 403 })
  // It counts on loopback only, whatever the settings say.
  expect(await gateOn('0.0.0.0', true).decide(ask({ host: 'x' }), 'look')).toMatchObject({ status: 401 })
})

test('another site that reaches loopback by its own name, or from its own page, is refused', async () => {
  const gate = gateOn('127.0.0.1')
  const code = async (headers: Record<string, string>) =>
    (await gate.decide(ask({ cookie, ...headers }), 'look')) as { code?: string }
  expect((await code({ host: 'evil.example:3000' })).code).toBe('foreign_origin')
  expect((await code({ host: '127.0.0.1.evil.example' })).code).toBe('foreign_origin')
  expect((await code({ host, origin: 'http://evil.example' })).code).toBe('foreign_origin')
  expect((await code({ host, origin: `http://${host}` })).code).toBeUndefined()
})

test('a proxy on this machine that keeps Host is let through under the name it was told, and no other', async () => {
  const gate = gateOn('127.0.0.1', false, 'https://polygraph.example')
  const https = { 'x-forwarded-proto': 'https', cookie: '__Host-polygraph=secret' }
  const by = (host: string, origin: string) =>
    gate.decide(ask({ ...https, host, origin, 'content-type': 'application/json' }, 'POST'), 'annotate')
  expect(await by('polygraph.example', 'https://polygraph.example')).toMatchObject({ ok: true })
  expect(await by('polygraph.example', 'https://evil.example')).toMatchObject({ code: 'foreign_origin' })
  expect(await by('evil.example', 'https://evil.example')).toMatchObject({ code: 'foreign_origin' })
})
