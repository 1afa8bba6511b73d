/** A real HAProxy that binds users to servers by a stick table: one of them dies, and it is told whose session is gone. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#lab/haproxy/free-port'
import { haproxyConfig } from '#lab/haproxy/haproxy-config'
import { type Haproxy, startHaproxy } from '#lab/haproxy/start-haproxy'
import { startServer } from '#lab/haproxy/start-server'
import { until } from '#lab/haproxy/until'
import type { Incident } from '#lib/model/incident'
import { createPipeline } from '#lib/pipeline/create-pipeline'
import { quietPort } from '#lib/pipeline/quiet-port'
import { startHaproxy as collect } from '#server/collectors/start-collectors'
import { createIntake } from '#server/intake'
import { createSourceDesk } from '#server/source-desk'

const now = () => Date.now()
const USERS = 30
const stops: (() => unknown)[] = []
const incidents = new Map<string, Incident>()
const rejected: string[] = []
const texts: string[] = []
const pipeline = createPipeline(
  quietPort({
    saveIncident: (incident) => incidents.set(incident.id, incident),
    reject: (_, reason) => rejected.push(reason),
    loadBalancers: () => ['lb1'],
  }),
)
const lost = () =>
  [...incidents.values()]
    .flatMap((one) => one.findings)
    .find((one) => one.kind === 'sticky-sessions-lost' && one.rule === 'bound-by-stick-table')
const bound = (server: string) =>
  pipeline.world().loadBalancers.get('lb1')?.pools.get('app')?.servers.get(server)?.bound

let haproxy: Haproxy
let port = 0
const servers: Awaited<ReturnType<typeof startServer>>[] = []

beforeAll(async () => {
  for (const name of ['web1', 'web2', 'web3']) servers.push(await startServer(name))
  port = await freePort()
  haproxy = await startHaproxy(
    haproxyConfig({
      ring: 'events',
      pools: [
        {
          ...{ name: 'app', frontPort: port },
          servers: servers.map((one) => ({
            name: one.name,
            port: one.port,
            options: 'check inter 300ms fall 2',
          })),
          lines: ['stick-table type string len 32 size 10k expire 30m', 'stick on hdr(x-user)'],
        },
      ],
    }),
  )
  const desk = createSourceDesk(now)
  const intake = createIntake({
    take(raw) {
      if (raw.kind === 'stick-table') texts.push(raw.text)
      pipeline.take(raw)
    },
    takeLines: pipeline.takeLines,
    lose: () => undefined,
    settled: () => undefined,
    monotonicMs: () => performance.now(),
  })
  const target = { via: 'unix' as const, path: haproxy.socket }
  const ask = async (user: number) =>
    (await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-user': `anna ${user}` } })).text()
  for (let user = 0; user < USERS; user++) await ask(user)
  const collectors = collect(
    { name: 'lb1', target, shown: haproxy.socket, intervalMs: 500, ring: 'events' },
    false,
    new Set(),
    { intake, desk, now, isDraining: () => false, servers: () => [] },
  )
  const watching = setInterval(() => {
    pipeline.watch(now())
    pipeline.advance(now(), [])
  }, 250)
  stops.push(
    () => clearInterval(watching),
    ...collectors.map((one) => one.stop),
    () => intake.stop(),
    () => haproxy.stop(),
    ...servers.map((one) => one.stop),
  )
})
afterAll(async () => {
  for (const stop of stops) await stop()
})

test('each server’s users are counted, and none of their keys is kept', async () => {
  await until('all users', () => servers.every(({ name }) => bound(name)?.users === USERS / servers.length))
  expect(texts.join('')).not.toContain('anna')
  expect(rejected).toEqual([])
})

test('one dies: it is told how many users were bound to it', async () => {
  await servers[1]!.stop()
  const found = await until('the finding', lost, { timeoutMs: 15_000 })
  expect(found.subjects.map((one) => one.id)).toEqual(['lb1/app/web2', 'lb1/app'])
  expect(found.facts).toMatchObject({ clients: USERS / servers.length, from: 'web2' })
  expect(found.text).toContain('10 users of app were bound to web2 when it went down')
})
