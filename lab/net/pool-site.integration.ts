/** A pool's site for real: without VRRP, with servers that fail, sessions that are cut, and a lab that knows of both. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { until } from '../haproxy/until.ts'
import { SiteSchema } from '../scenarios/site-schema.ts'
import { readHaproxyLine } from '../truth/read-haproxy-line.ts'
import { whatLabLacks } from './can-run.ts'
import type { FetchedPage } from './programs/fetch-page.ts'
import { type Site, startSite } from './start-site.ts'
import type { TrafficReport } from './talk-to-program.ts'

const lacks = whatLabLacks()
if (lacks) console.log(lacks)

const VIP = '10.20.0.100'
const PLAN = SiteSchema.parse({
  vrrp: { run: false },
  agents: false,
  vips: [{ address: VIP, owners: ['lb1'] }],
  services: [
    { name: 'app', mode: 'http', port: 80, servers: ['web1', 'web2'], cookie: 'SERVERID' },
    { name: 'chat', mode: 'tcp', port: 5222, servers: ['web1', 'web2'] },
  ],
  hosts: {
    lb1: { role: 'load-balancer' },
    web1: { role: 'server', behaviour: { version: 'v1', dependsOn: 'database1' } },
    web2: { role: 'server', behaviour: { version: 'v2' } },
    database1: { role: 'database' },
    client1: { role: 'client', moreAddresses: 3 },
  },
})
const HABITS = { paths: ['/'], users: 0, timeout: 3000, seed: 1 }

// In CI, as root, what is missing is a failure and no reason to skip.
describe.skipIf(lacks !== null && process.env.CI !== 'true')('a pool', () => {
  let site: Site
  const client = () => site.programs.get('client1')!
  const report = () => client().ask<TrafficReport>({ do: 'report' })
  beforeAll(async () => {
    site = await startSite(PLAN)
  }, 60_000)
  afterAll(() => site?.stop())

  test('the database fails, and only the server that needs it', async () => {
    const lifetime = { of: 'fixed', mean: 1000 } as const
    await client().ask({
      ...{ do: 'connect', task: 'asking', kind: 'arrivals', mode: 'http', host: VIP, port: 80 },
      ...{ connections: 1, perSecond: 50, reconnect: false, habits: { ...HABITS, lifetime } },
    })
    const served = async () => (await report()).requests[0]?.byServer ?? {}
    await until('answers of both', async () => (await served()).web1?.ok && (await served()).web2?.ok)
    expect((await served()).web1!.failed).toBe(0)
    await site.programs.get('database1')!.ask({ do: 'behave', set: { failShare: 1 } })
    await until('failures', async () => (await served()).web1!.failed >= 5)
    expect((await served()).web2!.failed).toBe(0)
    await client().ask({ do: 'stop', task: 'asking' })
  }, 30_000)

  test('each server asked directly gives its own version', async () => {
    const ask = (name: string) =>
      client().ask<FetchedPage | null>({
        do: 'fetch',
        host: site.addresses.get(name)!.data,
        port: 80,
        path: '/',
      })
    expect(await ask('web2')).toMatchObject({ status: 200, version: 'v2', etag: '"v2"' })
  })

  test('sessions that an operator shuts down are cut by the clients’ word, and HAProxy tells of the drain', async () => {
    const words: string[] = []
    site.desk.onLine((line) => words.push(readHaproxyLine(line)?.what ?? ''))
    const lifetime = { of: 'fixed', mean: 60_000 } as const
    await client().ask({
      ...{ do: 'connect', task: 'talking', kind: 'sessions', mode: 'tcp', host: VIP, port: 5222 },
      ...{ connections: 6, perSecond: 0.001, reconnect: false, habits: { ...HABITS, lifetime } },
    })
    const talking = async () => (await report()).connections.filter((one) => one.task === 'talking')
    await until(
      'all to know their server',
      async () => (await talking()).filter((one) => one.server).length === 6,
    )
    const lb = site.loadBalancers.get('lb1')!
    await lb.ask('set server chat/web1 state drain')
    await lb.ask('shutdown sessions server chat/web1')
    await until('three to be cut', async () => (await talking()).filter((one) => one.ended).length === 3)
    const ended = (await talking()).filter((one) => one.ended)
    expect(new Set(ended.map((one) => one.server))).toEqual(new Set(['web1']))
    expect(ended[0]!.ended!.why).toBe('the other end closed it')
    await until('its log', () => words.includes('drain-started'))
  }, 30_000)
})
