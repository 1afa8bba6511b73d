/** Agents tell of a failover over HTTP: one incident, found at once, the same after the dashboard was killed in the middle. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from '#lab/haproxy/until'
import type { AddressReading, LinkReading, NeighbourReading } from '#lib/model/host-report'
import type { Incident } from '#lib/model/incident'
import { ask } from './ask-api.ts'
import { createFakeAgent, type FakeAgent, looked, socket } from './fake-agent.ts'
import { type Polygraph, startPolygraph } from './start-polygraph.ts'

const VIP = '10.9.0.100'
const MAC = { lb1: '02:00:00:00:00:01', lb2: '02:00:00:00:00:02', client1: '02:00:00:00:00:09' }
const IDLE = ['10.9.0.9:50001', `${VIP}:443`] as const
const FRESH = ['10.9.0.9:50002', `${VIP}:443`] as const

let polygraph: Polygraph
let viewer: string
let lb1: FakeAgent
let lb2: FakeAgent
let client1: FakeAgent
let beating: NodeJS.Timeout | null = null

const link = (mac: string, carrier = true): LinkReading => ({
  name: 'eth0',
  mac,
  up: true,
  carrier,
  loopback: false,
  type: 'veth',
})
const held = (address: string): AddressReading => ({
  address,
  prefixLength: address === VIP ? 32 : 24,
  link: 'eth0',
  scope: 'global',
  usable: true,
})
const believes = (mac: string): NeighbourReading => ({ address: VIP, link: 'eth0', mac, state: 'reachable' })
const hello = {
  version: '0.0.0',
  kernel: '6.18',
  intervalMs: 1000,
  lacks: [],
  settings: {
    keepaliveTimeS: 7200,
    keepaliveIntervalS: 75,
    keepaliveProbes: 9,
    retries2: 15,
    synRetries: 6,
  },
}

const incidents = () => ask<Incident[]>(`${polygraph.url}/api/v1/incidents`, viewer)
const failovers = async () => (await incidents()).filter((one) => one.kind === 'vip-failover')
const finding = async (kind: string) =>
  (await incidents()).flatMap((one) => one.findings).find((one) => one.kind === kind)

/** The beat of the hosts that still speak, as their agents would send it. */
function beat(...of: (() => Promise<unknown>)[]) {
  if (beating) clearInterval(beating)
  beating = setInterval(() => {
    for (const say of of) void say()
  }, 500)
}

beforeEach(async () => {
  polygraph = await startPolygraph([], { signIn: true })
  const token = await polygraph.token('ingest')
  viewer = await polygraph.token('viewer')
  ;[lb1, lb2, client1] = ['lb1', 'lb2', 'client1'].map((host) =>
    createFakeAgent(polygraph.url, token, host),
  ) as [FakeAgent, FakeAgent, FakeAgent]
  await lb1.say({
    hello,
    links: [link(MAC.lb1)],
    addresses: [held('10.9.0.1'), held(VIP)],
    ...looked(socket(IDLE[1], IDLE[0])),
  })
  await lb2.say({ hello, links: [link(MAC.lb2)], addresses: [held('10.9.0.2')], ...looked() })
  await client1.say({
    hello,
    links: [link(MAC.client1)],
    addresses: [held('10.9.0.9')],
    neighbours: [believes(MAC.lb1)],
    ...looked(socket(...IDLE)),
  })
})
afterEach(async () => {
  if (beating) clearInterval(beating)
  await polygraph.stop()
})

/** lb1 falls silent with its link; lb2 takes the address; the client's entry follows. */
async function fail(): Promise<number> {
  await lb1.say({ links: [link(MAC.lb1, false)], addresses: [held('10.9.0.1')] })
  const atMs = Date.now()
  await lb2.say({
    changes: [{ atMs, what: 'address', from: null, to: held(VIP) }],
    addresses: [held('10.9.0.2'), held(VIP)],
    ...looked(),
  })
  const from = believes(MAC.lb1)
  await client1.say({
    changes: [{ atMs, what: 'neighbour', from, to: believes(MAC.lb2) }],
    neighbours: [believes(MAC.lb2)],
    ...looked(socket(...IDLE)),
  })
  beat(
    () => lb1.say(looked(socket(IDLE[1], IDLE[0]))),
    () => lb2.say(looked(socket(FRESH[1], FRESH[0]))),
    () => client1.say(looked(socket(...IDLE), socket(...FRESH))),
  )
  return atMs
}

test('a failover is one incident with its phantom connection under it, and no healthy one', async () => {
  const movedAtMs = await fail()
  const [failover] = await until('the failover', async () => {
    const found = await failovers()
    return found.length ? found : null
  })
  expect(failover!.detectedAtMs - movedAtMs).toBeLessThan(1000)
  const phantoms = await until('the phantom', () => finding('phantom-connections'))
  expect(phantoms.connections.map(({ host, local, remote }) => [host, local, remote])).toEqual([
    ['client1', ...IDLE],
  ])
  expect(await failovers()).toMatchObject([
    { id: failover!.id, rootCause: { kind: 'vip-failover', subject: { type: 'vip', id: VIP } } },
  ])
  expect((await failovers())[0]!.findings.map((one) => one.kind)).toContain('phantom-connections')
})

test('killed in the middle: the same incident goes on, nothing is lost or told twice', async () => {
  await fail()
  const before = await until('the failover', async () => (await failovers())[0])
  if (beating) clearInterval(beating)
  await until('stored', async () => {
    await lb2.say({})
    return lb2.kept() < 3
  })
  await polygraph.kill()
  expect(await client1.say(looked(socket(...IDLE)))).toBe(false)
  await polygraph.start()
  beat(
    () => lb1.say(looked(socket(IDLE[1], IDLE[0]))),
    () => lb2.say(looked(socket(FRESH[1], FRESH[0]))),
    () => client1.say(looked(socket(...IDLE), socket(...FRESH))),
  )
  await until('the phantom', () => finding('phantom-connections'))
  expect((await failovers()).map((one) => one.id)).toEqual([before.id])
  // What was received but not stored is asked for again; nothing else is refused, and all of it is stored.
  const refused = client1.answers().flatMap((answer) => answer.rejected.map((one) => one.reason))
  expect(refused.filter((reason) => reason !== 'gap')).toEqual([])
  await until('all stored', () => client1.kept() < 5)
  const took = (await polygraph.events(`subject=${VIP}`)).filter((event) => event.kind === 'host-address')
  expect(took.map((event) => event.text)).toHaveLength(new Set(took.map((event) => event.text)).size)
  expect(took.some((event) => event.text.includes('lb2'))).toBe(true)
})
