/** A real HAProxy before servers that queue: what the API foretells of it, and the cascade that comes. */

import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#lab/haproxy/free-port'
import { haproxyConfig } from '#lab/haproxy/haproxy-config'
import { type Haproxy, startHaproxy } from '#lab/haproxy/start-haproxy'
import { startTraffic, type Traffic } from '#lab/haproxy/start-traffic'
import { until } from '#lab/haproxy/until'
import type { Finding, FindingKind } from '#lib/model/finding'
import type { Incident } from '#lib/model/incident'
import type { PoolRisk, Stall } from '#lib/model/pool-risk'
import { createPipeline } from '#lib/pipeline/create-pipeline'
import { quietPort } from '#lib/pipeline/quiet-port'
import { parseConfig } from '#lib/sources/haproxy/config/parse-config'
import type { WhatIfLine } from '#lib/views/what-if-view'
import { type ApiPort, createApi } from '#server/api/create-api'
import { startHaproxy as collect } from '#server/collectors/start-collectors'
import { startForecasts } from '#server/forecast/start-forecasts'
import { createIntake } from '#server/intake'
import { createSourceDesk } from '#server/source-desk'

const now = () => Date.now()
const WORK_MS = 100
const NAMES = ['web1', 'web2', 'web3']

/** One request at a time, checks among them: before all that wait, so that overload alone evicts nobody, or in their turn. */
type QueueServer = { port: number; hangs: boolean; checksFirst: boolean; http: Server }

async function startQueueServer(): Promise<QueueServer> {
  const waiting: ServerResponse[] = []
  let busy = false
  const own: QueueServer = { port: 0, hangs: false, checksFirst: true, http: createServer() }
  function next() {
    if (busy || own.hangs) return
    const response = waiting.shift()
    if (!response) return
    busy = true
    setTimeout(() => {
      busy = false
      if (!own.hangs) response.end('ok')
      next()
    }, WORK_MS)
  }
  own.http.on('request', ({ url }, response) => {
    if (own.checksFirst && url === '/health') waiting.unshift(response)
    else waiting.push(response)
    next()
  })
  await new Promise<void>((resolve) => own.http.listen(0, '127.0.0.1', resolve))
  own.port = (own.http.address() as { port: number }).port
  return own
}

const servers: QueueServer[] = []
const incidents = new Map<string, Incident>()
const findingsOf = (kind: FindingKind): Finding[] =>
  [...incidents.values()].flatMap((one) => one.findings).filter((one) => one.kind === kind)
const stops: (() => unknown)[] = []
let haproxy: Haproxy
let api: ReturnType<typeof createApi>
let traffic: Traffic
let port = 0

const forecasts = startForecasts({ pipeline: () => pipeline, desk: createSourceDesk(now), now })
const pipeline = createPipeline(
  quietPort({
    simulate: forecasts.simulate,
    saveIncident: (incident) => incidents.set(incident.id, incident),
    dropIncident: (id) => incidents.delete(id),
    beatMs: () => 500,
  }),
)

async function get<T>(query: string): Promise<{ status: number; body: T }> {
  const response = await api.request(`/api/v1/forecasts?${query}`)
  return { status: response.status, body: (await response.json()) as T }
}
type Listed = {
  pools: { id: string; risk: PoolRisk | null }[]
  whatIf?: { tookMs: number; now: PoolRisk; then: PoolRisk; stalls: Stall[] }
}
const risk = async () => (await get<Listed>('')).body.pools[0]?.risk ?? null
const rate = (perSecond: number) => {
  traffic?.stop()
  traffic = startTraffic(port, perSecond)
}

beforeAll(async () => {
  for (const _ of NAMES) {
    const server = await startQueueServer()
    servers.push(server)
    stops.push(() => {
      server.http.closeAllConnections()
      server.http.close()
    })
  }
  port = await freePort()
  const config = haproxyConfig({
    ring: 'events',
    check: 'check inter 500ms rise 2 fall 2',
    pools: [
      {
        name: 'app',
        frontPort: port,
        servers: NAMES.map((name, at) => ({ name, port: servers[at]!.port })),
        lines: ['option httpchk GET /health', 'timeout check 1s'],
      },
    ],
  })
  haproxy = await startHaproxy(config)
  stops.push(haproxy.stop)
  const desk = createSourceDesk(now)
  const intake = createIntake({
    ...pipeline,
    lose: () => undefined,
    settled: () => undefined,
    monotonicMs: () => performance.now(),
  })
  stops.push(() => forecasts.stop(), intake.stop)
  const target = { via: 'unix' as const, path: haproxy.socket }
  const setting = { name: 'lb1', target, shown: haproxy.socket, intervalMs: 500, ring: 'events' }
  const collectors = collect(setting, false, new Set(), {
    intake,
    desk,
    now,
    isDraining: () => false,
    servers: () => [],
  })
  stops.push(...collectors.map((one) => one.stop))
  const watching = setInterval(() => {
    pipeline.watch(now())
    pipeline.advance(now(), [])
  }, 250)
  stops.push(() => clearInterval(watching))
  pipeline.risks.configure('lb1', parseConfig([{ name: 'haproxy.cfg', text: config }]).settings)
  api = createApi({
    pools: pipeline.pools,
    now,
    forecasts: forecasts.api,
    postmortems: {},
    people: {},
  } as unknown as ApiPort)
})
afterAll(async () => {
  traffic?.stop()
  for (const stop of stops.reverse()) await stop()
})

test('servers that were full once are known by that, and the loss of one is too much for two', async () => {
  rate(10)
  await until('traffic', async () => ((await risk())?.requestsPerS ?? 0) > 5)
  rate(32)
  await until('servers seen full', async () => (await risk())?.capacityBy === 'seen-full', {
    timeoutMs: 20_000,
  })
  rate(15)
  const found = await until(
    'a tier',
    async () => {
      const one = await risk()
      return one && ['watch', 'warn', 'critical'].includes(one.tier) && one.requestsPerS < 18 ? one : null
    },
    { timeoutMs: 20_000 },
  )
  expect(found.losses[0]!.load.mid).toBeGreaterThan(0.75)
  expect(found.assumptions.join(' ')).toContain('haproxy.cfg')
  const capacity = found.capacities.find((one) => one.source === 'seen-full')!
  expect(capacity.lowPerS).toBeLessThan(1000 / WORK_MS)
  expect(capacity.lowPerS).toBeGreaterThan(0.6 * (1000 / WORK_MS))
})

test('the simulation replaces the formula, without anybody waiting for it', async () => {
  const found = await until('simulated runs', async () => {
    const one = await risk()
    return (one?.furtherEviction?.runs ?? 0) > 0 && one
  })
  const { low, mid, high } = found.furtherEviction!.chance
  expect(low).toBeLessThanOrEqual(mid)
  expect(mid).toBeLessThanOrEqual(high)
})

test('what if a server were lost: at once, and in lines', async () => {
  const { body } = await get<Listed>('pool=lb1/app&lose=web1&load=1.3')
  expect(body.whatIf!.tookMs).toBeLessThan(200)
  expect(body.whatIf!.then.losses[0]).toMatchObject({ k: 1, servers: ['web1'] })
  expect(body.whatIf!.then.requestsPerS).toBeGreaterThan(1.2 * body.whatIf!.now.requestsPerS)
  const response = await api.request('/api/v1/forecasts?pool=lb1/app&lose=web1&load=1.8&stream=1')
  expect(response.headers.get('content-type')).toContain('x-ndjson')
  const lines = (await response.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as WhatIfLine)
  expect(lines[0]!.type).toBe('quick')
  const last = lines.at(-1)!
  expect(last.type === 'done' && last.simulation.runs === last.simulation.of).toBe(true)
  expect(last.type === 'done' && last.simulation.furtherEviction.mid).toBeGreaterThan(0.9)
})

test('what if a server hung for a while: evicted or not by its own checks, and what the others get meanwhile', async () => {
  const { body } = await get<Listed>('pool=lb1/app&stall=web1:30s')
  expect(body.whatIf!.tookMs).toBeLessThan(200)
  // Twice `timeout check`, `inter` between and before: 2.5 to 3 s for a server that does nothing else.
  expect(body.whatIf!.stalls[0]).toMatchObject({
    server: 'web1',
    forMs: 30_000,
    evicted: { low: 1, high: 1 },
  })
  expect(body.whatIf!.stalls[0]!.evicts!.alwaysMs).toBeLessThanOrEqual(3_000)
  expect(body.whatIf!.then.losses[0]).toMatchObject({ k: 1, servers: ['web1'] })
  const short = (await get<Listed>('pool=lb1/app&stall=web1:900ms')).body.whatIf!
  expect(short.stalls[0]).toMatchObject({ evicted: { high: 0 }, awayMs: null })
  const lines = await (await api.request('/api/v1/forecasts?pool=lb1/app&stall=web1:30s&stream=1')).text()
  const last = JSON.parse(lines.trim().split('\n').at(-1)!) as WhatIfLine
  expect(last.type === 'done' && last.simulation.askedEvicted).toBe(1)
})

test('what cannot be asked is refused with its reason', async () => {
  expect((await get('lose=web1')).status).toBe(400)
  expect((await get('pool=lb1/none&lose=web1')).status).toBe(404)
  expect((await get<{ error: { message: string } }>('pool=lb1/app&lose=web9')).body.error.message).toContain(
    'web9',
  )
  expect((await get('pool=lb1/app&load=-1')).status).toBe(400)
  expect((await get('pool=lb1/app&weight=web1')).status).toBe(400)
  expect((await get('pool=lb1/app&stall=web1:soon')).status).toBe(400)
  expect((await get('pool=lb1/app&load=&fall=&lose=')).status).toBe(200)
})

test('one hangs and the others follow: told before, named when it comes', async () => {
  expect(findingsOf('cascade')).toEqual([])
  rate(21)
  const told = await until(
    'the risk is told',
    () => findingsOf('cascade-risk').find((one) => one.endedAtMs === null),
    { timeoutMs: 20_000 },
  )
  for (const server of servers) server.checksFirst = false
  const hungAtMs = now()
  servers[0]!.hangs = true
  const cascade = await until('the cascade', () => findingsOf('cascade')[0], { timeoutMs: 40_000 })
  expect(cascade.startedAtMs).toBeGreaterThanOrEqual(hungAtMs)
  expect(cascade.facts.startedBy).toBe('web1')
  expect(cascade.severity).toBe('critical')
  expect(told.detectedAtMs).toBeLessThan(cascade.detectedAtMs)
})
