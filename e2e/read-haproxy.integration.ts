/** Every way to read a real HAProxy, side by side in one Polygraph. */

import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#lab/haproxy/free-port'
import { haproxyConfig } from '#lab/haproxy/haproxy-config'
import { type Haproxy, startHaproxy } from '#lab/haproxy/start-haproxy'
import { type Site, STATS_AUTH, startSite } from '#lab/haproxy/start-site'
import { startTraffic } from '#lab/haproxy/start-traffic'
import { until } from '#lab/haproxy/until'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

const WAYS = ['by-unix', 'by-tcp', 'by-http', 'by-https']
let site: Site
let twin: Haproxy
let twinTraffic: { stop: () => void }
let polygraph: Polygraph
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'polygraph-cert-'))
  const [tcp, https, twinPort] = [await freePort(), await freePort(), await freePort()]
  site = await startSite({
    global: [`stats socket ipv4@127.0.0.1:${tcp} level operator`],
    sections: [
      'frontend stats_tls',
      '  mode http',
      '  no log',
      `  bind 127.0.0.1:${https} ssl crt ${selfSigned()}`,
      '  stats enable',
      '  stats uri /stats',
    ],
  })
  const { web1, web2 } = site.servers
  twin = await startHaproxy(
    haproxyConfig({
      pools: [{ name: 'app', frontPort: twinPort, servers: [web1!, web2!] }],
    }),
  )
  twinTraffic = startTraffic(twinPort, 20)
  const stats = `127.0.0.1:${site.ports.stats}/stats`
  polygraph = await startPolygraph(
    [
      `by-unix=unix:${site.haproxy.socket}`,
      `by-tcp=tcp://127.0.0.1:${tcp}`,
      `by-http=http://${STATS_AUTH}@${stats}`,
      `by-https=https://127.0.0.1:${https}/stats?insecure=1`,
      `wrong-password=http://watch:you@${stats};up`,
      `distrusted=https://127.0.0.1:${https}/stats;up`,
      // The same socket by another path: this process is also one of a pair.
      `pair=unix:${site.haproxy.dir}/./admin.sock`,
      `pair=unix:${twin.socket}`,
    ].flatMap((flag) => ['--haproxy', flag]),
  )
})
afterAll(async () => {
  await polygraph?.stop()
  twinTraffic?.stop()
  await twin?.stop()
  await site?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function selfSigned(): string {
  const [key, cert, both] = ['key.pem', 'cert.pem', 'both.pem'].map((name) => path.join(folder, name))
  const made = spawnSync(
    'openssl',
    `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=lab -keyout ${key} -out ${cert}`.split(' '),
  )
  if (made.status !== 0) throw new Error(`openssl is needed for this test: ${made.stderr}`)
  writeFileSync(both!, readFileSync(cert!, 'utf8') + readFileSync(key!, 'utf8'))
  return both!
}

for (const name of WAYS)
  test(`${name}: all nine servers, their states, their traffic`, async () => {
    const pools = await until('three fresh pools with traffic', async () => {
      const found = (await polygraph.pools()).filter((pool) => pool.loadBalancer === name && pool.fresh)
      const app = found.find((pool) => pool.id === `${name}/app`)
      return found.length === 3 && (app?.requestRate ?? 0) > 20 && found
    })
    const servers = pools.flatMap((pool) => pool.servers)
    expect(servers.map((server) => server.name).toSorted()).toEqual(Object.keys(site.servers).toSorted())
    expect(servers.map((server) => server.claim)).toEqual(servers.map(() => 'UP'))
    expect(pools.find((pool) => pool.id === `${name}/app`)!.requestRate).toBeLessThan(60)
    expect((await polygraph.source(name))!.rejects).toEqual({})
  })

test('a change is told once for each load balancer, with the same words', async () => {
  await site.servers.web3!.kill()
  const downs = await until('four tellings', async () => {
    const events = await polygraph.events('kind=server-state')
    const found = events.filter(
      (event) => event.server === 'web3' && event.to === 'down' && WAYS.includes(event.loadBalancer),
    )
    return found.length >= WAYS.length && found
  })
  expect(downs.map((event) => event.loadBalancer).toSorted()).toEqual(WAYS.toSorted())
  await site.servers.web3!.revive()
  for (const name of WAYS)
    await until('UP again', async () => (await polygraph.server(`${name}/app/web3`))?.claimKind === 'up')
})

test('a wrong password and a certificate that is not trusted are said in words, and tried again', async () => {
  const wrong = await until('the refusal', async () => {
    const source = await polygraph.source('wrong-password')
    return source?.state === 'lost' && source
  })
  expect(wrong.lastError).toMatch(/^401: the stats page wants a user and a password/)
  expect(wrong.retryAtMs).not.toBeNull()
  const distrusted = await until('the refusal', async () => {
    const source = await polygraph.source('distrusted')
    return source?.state === 'lost' && source
  })
  expect(distrusted.lastError).toMatch(/certificate/)
  expect(distrusted.lastError).toMatch(/insecure=1/)
  expect((await polygraph.pools()).some((pool) => /wrong|distrusted/.test(pool.id))).toBe(false)
})

test('no password is ever shown', async () => {
  const everything = JSON.stringify(await polygraph.sources()) + polygraph.output()
  expect(everything).not.toContain('watch:')
})

test('two processes under one name are one load balancer: numbers are summed', async () => {
  const pool = await until('the sum of both', async () => {
    const found = (await polygraph.pools()).find((one) => one.id === 'pair/app')
    return (found?.requestRate ?? 0) > 50 && found
  })
  expect(pool.requestRate).toBeLessThan(80)
  expect((await polygraph.pools()).filter((one) => one.id === 'pair/app')).toHaveLength(1)
  // What only one of them has stays, and the worse word is shown, not whichever came last.
  await twin.ask('set server app/web1 state maint')
  const claim = async () => (await polygraph.server('pair/app/web1'))?.claimKind
  await until('MAINT of one process', async () => (await claim()) === 'maint')
  const seen = new Set<string>()
  const { readings } = (await polygraph.source('pair'))!
  await until('four more readings', async () => {
    const pools = (await polygraph.pools()).filter((one) => one.loadBalancer === 'pair')
    seen.add(`${pools.length} pools, ${await claim()}`)
    return (await polygraph.source('pair'))!.readings >= readings + 4
  })
  expect([...seen]).toEqual(['3 pools, maint'])
  await twin.ask('set server app/web1 state ready')
  await until('UP in both', async () => (await claim()) === 'up')
})
