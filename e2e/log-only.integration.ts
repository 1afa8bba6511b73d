/** Load balancers of which only the log is known, each by the name in its lines. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#lab/haproxy/free-port'
import { type Site, startSite } from '#lab/haproxy/start-site'
import { until } from '#lab/haproxy/until'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

let site: Site
let other: Site
let polygraph: Polygraph

beforeAll(async () => {
  const port = await freePort()
  const named = (name: string) => ({
    logs: [`127.0.0.1:${port} format rfc5424 local0`],
    global: [`log-send-hostname ${name}`],
  })
  site = await startSite({ ...named('edge1'), requestsPerSecond: 60 })
  other = await startSite({ ...named('edge2'), requestsPerSecond: 20 })
  polygraph = await startPolygraph(['--syslog', `udp://127.0.0.1:${port}`])
})
afterAll(async () => {
  await polygraph?.stop()
  await site?.stop()
  await other?.stop()
})

test('their pools and requests are known, apart', async () => {
  const rate = async (id: string) =>
    (await polygraph.pools()).find((pool) => pool.id === id)?.requestRate ?? 0
  await until('the rate of edge1', async () => (await rate('edge1/app')) > 40)
  await until('the rate of edge2', async () => (await rate('edge2/app')) > 10)
  expect(await rate('edge2/app')).toBeLessThan(35)
  const ids = (await polygraph.pools()).map((pool) => pool.id).toSorted()
  expect(ids).toEqual(['app', 'api', 'ssh'].flatMap((pool) => [`edge1/${pool}`, `edge2/${pool}`]).toSorted())
})

test('until a state is heard the word is that it gets requests; one that was heard is kept', async () => {
  expect((await polygraph.server('edge1/app/web3'))!.claim).toBe('in rotation')
  await site.servers.web3!.kill()
  await until('DOWN by the log', async () => {
    return (await polygraph.server('edge1/app/web3'))?.claimKind === 'down'
  })
  await site.servers.web3!.revive()
  await until('UP by the log', async () => (await polygraph.server('edge1/app/web3'))?.claim === 'UP')
  expect((await polygraph.server('edge2/app/web3'))!.claim).toBe('in rotation')
  const events = await until('both in the record', async () => {
    const found = await polygraph.events('subject=edge1/app/web3&kind=server-state')
    return found.length >= 2 && found
  })
  expect(events.map((event) => event.to)).toEqual(['up', 'down'])
})

test('a server that fails its requests is seen to, by the log alone', async () => {
  await until('web1 known', async () => polygraph.server('edge1/app/web1'))
  site.servers.web1!.app = 'fail'
  await until(
    'failures of web1',
    async () => ((await polygraph.server('edge1/app/web1'))?.failureRate ?? 0) > 5,
  )
  expect((await polygraph.server('edge1/app/web2'))!.failureRate).toBe(0)
})
