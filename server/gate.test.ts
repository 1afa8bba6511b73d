import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

const tokens: Record<string, 'viewer' | 'ingest' | 'admin'> = { look: 'viewer', ship: 'ingest', all: 'admin' }
const verify = async (token: string) =>
  tokens[token] ? { id: token, name: token, role: tokens[token] } : null
const ask = (headers: Record<string, string>) => ({ headers }) as unknown as IncomingMessage
const basic = (token: string) => `Basic ${Buffer.from(`me:${token}`).toString('base64')}`

test('on loopback anyone may look, and shipping needs a token with the role', async () => {
  const gate = createGate({ host: '127.0.0.1', openAccess: false }, verify)
  const host = '127.0.0.1:3000'
  expect((await gate.decide(ask({ host }), 'look')).ok).toBe(true)
  expect(await gate.decide(ask({ host }), 'ingest')).toMatchObject({ ok: false, status: 401 })
  expect(await gate.decide(ask({ host, authorization: 'Bearer look' }), 'ingest')).toMatchObject({
    ok: false,
    status: 403,
  })
  expect((await gate.decide(ask({ host, authorization: 'Bearer ship' }), 'ingest')).ok).toBe(true)
})

test('open access asks for nothing', async () => {
  const gate = createGate({ host: '127.0.0.1', openAccess: true }, verify)
  expect((await gate.decide(ask({ host: 'localhost:3000' }), 'ingest')).ok).toBe(true)
})

test('another site that reaches loopback by its own name, or from its own page, is refused', async () => {
  const gate = createGate({ host: '127.0.0.1', openAccess: true }, verify)
  expect((await gate.decide(ask({ host: 'evil.example:3000' }), 'look')).ok).toBe(false)
  expect((await gate.decide(ask({ host: '127.0.0.1:3000', origin: 'http://evil.example' }), 'look')).ok).toBe(
    false,
  )
  expect(
    (await gate.decide(ask({ host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' }), 'look')).ok,
  ).toBe(true)
})

test('beyond loopback even looking needs a token, as bearer or as a browser’s password', async () => {
  const gate = createGate({ host: '0.0.0.0', openAccess: false }, verify)
  const host = 'polygraph.example'
  expect(await gate.decide(ask({ host }), 'look')).toMatchObject({ ok: false, status: 401 })
  expect((await gate.decide(ask({ host, authorization: 'Bearer wrong' }), 'look')).ok).toBe(false)
  expect((await gate.decide(ask({ host, authorization: 'Bearer look' }), 'look')).ok).toBe(true)
  expect((await gate.decide(ask({ host, authorization: basic('all') }), 'look')).ok).toBe(true)
  expect((await gate.decide(ask({ host, authorization: basic('ship') }), 'look')).ok).toBe(false)
})
