/** Weights: HAProxy logs none of their changes, and calls a server of weight 0 UP. */

import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#lab/haproxy/free-port'
import { haproxyConfig } from '#lab/haproxy/haproxy-config'
import { type Haproxy, startHaproxy } from '#lab/haproxy/start-haproxy'
import { type LabServer, startServer } from '#lab/haproxy/start-server'
import { until } from '#lab/haproxy/until'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

let servers: LabServer[] = []
let agent: Server
let says = 'up 100%\n'
let haproxy: Haproxy
let polygraph: Polygraph

beforeAll(async () => {
  servers = await Promise.all(['web1', 'web2', 'job1'].map((name) => startServer(name)))
  agent = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(says)
  })
  const port = await freePort()
  await new Promise<void>((resolve) => agent.listen(port, '127.0.0.1', resolve))
  const check = 'check inter 300ms rise 2 fall 3'
  const [web1, web2, job1] = servers as [LabServer, LabServer, LabServer]
  haproxy = await startHaproxy(
    haproxyConfig({
      pools: [
        {
          name: 'app',
          frontPort: await freePort(),
          servers: [
            { ...web1, options: `weight 100 ${check}` },
            { ...web2, options: `weight 100 ${check}` },
          ],
        },
        {
          name: 'jobs',
          frontPort: await freePort(),
          servers: [
            { ...job1, options: `weight 1 ${check} agent-check agent-port ${port} agent-inter 200ms` },
          ],
        },
      ],
    }),
  )
  polygraph = await startPolygraph(['--haproxy', `lb1=unix:${haproxy.socket}`])
  await until('all three UP', async () => {
    const known = (await polygraph.pools()).flatMap((pool) => pool.servers)
    return known.length === 3 && known.every((server) => server.claimKind === 'up')
  })
})
afterAll(async () => {
  await polygraph?.stop()
  await haproxy?.stop()
  agent?.close()
  for (const server of servers) await server.stop()
})

const weights = async (server: string) =>
  (await polygraph.events(`kind=server-weight&subject=lb1/${server}`)).map(
    ({ from, to }) => `${from} to ${to}`,
  )
/** Three more readings: time enough for a second telling. */
async function settled() {
  const { readings } = (await polygraph.source('lb1'))!
  await until('three more readings', async () => (await polygraph.source('lb1'))!.readings >= readings + 3)
}

test('a changed weight is exactly one event', async () => {
  await haproxy.ask('set server app/web1 weight 50%')
  await until('the event', async () => (await weights('app/web1')).length)
  await settled()
  expect(await weights('app/web1')).toEqual(['100 to 50'])
})

test('weight 0 is UP with weight 0, and is not called down', async () => {
  await haproxy.ask('set server app/web2 weight 0')
  const server = await until('weight 0', async () => {
    const found = await polygraph.server('lb1/app/web2')
    return found?.weight === 0 && found
  })
  expect(server).toMatchObject({ claim: 'UP', claimKind: 'up' })
  await settled()
  expect(await weights('app/web2')).toEqual(['100 to 0'])
  expect(await polygraph.events('kind=server-state')).toEqual([])
})

test("an agent's 50 % on weight 1 empties the pool while its server says UP", async () => {
  says = 'up 50%\n'
  const pool = await until('the pool DOWN', async () => {
    const found = (await polygraph.pools()).find((one) => one.id === 'lb1/jobs')
    return found?.status === 'DOWN' && found
  })
  expect(pool.servers[0]).toMatchObject({ weight: 0, claim: 'UP', claimKind: 'up' })
  await until('one weight event', async () => (await weights('jobs/job1')).length === 1)
  expect((await polygraph.events('kind=pool-state')).map((event) => event.to)).toEqual(['down'])
})

test("an agent's drain and its end are told as such", async () => {
  says = 'drain\n'
  const server = await until('DRAIN', async () => {
    const found = await polygraph.server('lb1/jobs/job1')
    return found?.claimKind === 'drain' && found
  })
  expect(server.claim).toMatch(/^DRAIN/)
  says = 'ready up 100%\n'
  await until('UP', async () => {
    const found = await polygraph.server('lb1/jobs/job1')
    return found?.claimKind === 'up' && found.weight === 1
  })
})
