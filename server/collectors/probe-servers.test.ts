/** Direct probes of real servers on loopback: what counts as failing, and what is never asked. */

import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import type { RawInput } from '#lib/model/raw-input'
import { type ProbeSetting, probesSchema, toProbeSetting } from '../settings/probe-setting.ts'
import { readDuration } from '../settings/read-target.ts'
import { ANSWER_BYTES, askServer, readTarget } from './probe-request.ts'
import { type ProbedServer, startProbes } from './probe-servers.ts'

const running: Server[] = []
afterEach(() => {
  for (const server of running.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(answer: RequestListener): Promise<number> {
  const server = createServer(answer)
  running.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as { port: number }).port
}

const schema = probesSchema(
  z.string().transform((text) => readDuration(text)) as unknown as z.ZodType<number>,
)
const setting = (written: object): ProbeSetting =>
  toProbeSetting(schema.parse([{ pool: 'app', path: '/price', ...written }])[0]!)
const ask = (port: number, written: object = {}) => askServer(setting(written), { ip: '127.0.0.1', port })

test('the expected status, body and version', async () => {
  const hosts: (string | undefined)[] = []
  const port = await serve((request, response) => {
    hosts.push(request.headers.host)
    response.setHeader('etag', '"v7"')
    response.end('price: 12')
  })
  const fine = await ask(port, {
    status: 200,
    body: 'price: \\d+',
    versionHeader: 'ETag',
    host: 'www.example.com',
  })
  expect(fine).toMatchObject({ status: 200, failure: null, version: '"v7"' })
  expect(hosts).toEqual(['www.example.com'])
  expect(await ask(port, { body: 'cost' })).toMatchObject({ failure: 'the body does not match cost' })
  expect((await ask(port, { compareBody: true })).version).toMatch(/^sha256 [0-9a-f]{16}$/)
})

test('a redirect is an answer and is not followed', async () => {
  let asked = 0
  const elsewhere = await serve(() => asked++)
  const port = await serve((_, response) => {
    response.writeHead(302, { location: `http://127.0.0.1:${elsewhere}/` }).end()
  })
  expect(await ask(port)).toMatchObject({ status: 302, failure: null })
  expect(await ask(port, { status: 200 })).toMatchObject({ failure: 'status 302, not 200' })
  expect(asked).toBe(0)
})

test('errors, silence, refusal and endless answers end as failures or at their limit', async () => {
  const bad = await serve((_, response) => response.writeHead(500).end())
  expect(await ask(bad)).toMatchObject({ failure: 'status 500' })
  const silent = await serve(() => undefined)
  expect(await ask(silent, { timeout: '100ms' })).toMatchObject({
    status: null,
    failure: 'no answer within 0.1 s',
  })
  const endless = await serve((_, response) => {
    const write = () => {
      while (!response.destroyed && response.write('x'.repeat(16_384)));
    }
    response.on('drain', write)
    write()
  })
  expect(await ask(endless, { compareBody: true, body: `x{${1000}}` })).toMatchObject({
    status: 200,
    failure: null,
  })
  const { port } = running.at(-1)!.address() as { port: number }
  running.at(-1)!.closeAllConnections()
  await new Promise((resolve) => running.pop()!.close(resolve))
  expect(await ask(port)).toMatchObject({ failure: 'ECONNREFUSED' })
  expect(ANSWER_BYTES).toBeLessThan(1 << 20)
})

test('only addresses are asked: no name is resolved', () => {
  expect(readTarget('10.0.0.21:80')).toEqual({ ip: '10.0.0.21', port: 80 })
  expect(readTarget('[fd00::21]:443')).toEqual({ ip: 'fd00::21', port: 443 })
  for (const other of ['web1.example.com:80', '/run/app.sock', '10.0.0.21', '10.0.0.21:0', null])
    expect(readTarget(other)).toBeNull()
})

test('only servers of the named pool, none in maintenance, one without an address is named', async () => {
  const port = await serve((_, response) => response.end('ok'))
  const offered: RawInput[] = []
  const rejected: string[] = []
  const server = (pool: string, name: string, more: Partial<ProbedServer> = {}): ProbedServer => ({
    ...{ loadBalancer: 'lb1', pool, server: name, address: `127.0.0.1:${port}`, claim: 'up', ...more },
  })
  const servers = [
    server('app', 'web1'),
    server('app', 'web2', { claim: 'maint' }),
    server('app', 'web3', { address: 'web3.example.com:80' }),
    server('other', 'web4'),
  ]
  const desk = {
    open: () => undefined,
    waiting: () => undefined,
    read: () => undefined,
    lose: () => undefined,
  }
  const probes = startProbes([setting({ interval: '1s' })], {
    intake: { offer: (raw: RawInput) => offered.push(raw) },
    desk: {
      ...desk,
      reject: (_: string, reason: string, sample: string) => rejected.push(`${reason} ${sample}`),
    },
    now: () => Date.now(),
    servers: () => servers,
  } as unknown as Parameters<typeof startProbes>[1])
  await expect.poll(() => offered.length, { timeout: 5_000 }).toBeGreaterThan(0)
  await expect.poll(() => rejected.length, { timeout: 5_000 }).toBeGreaterThan(0)
  await probes.stop()
  expect(new Set(offered.map((raw) => JSON.parse(raw.text).server))).toEqual(new Set(['web1']))
  expect(rejected[0]).toBe('no-address app/web3: web3.example.com:80')
})

test.each([
  [{ path: 'price' }, /path begins/],
  [{ pool: 'a/b/c' }, /loadBalancer\/pool/],
  [{ body: '(' }, /Invalid regular expression/],
  [{ host: 'a\r\nb' }, /one line/],
  [{ follow: true }, /follow/],
])('a mistake in the section is named: %j', (written, said) => {
  expect(() => setting(written)).toThrow(said)
})
