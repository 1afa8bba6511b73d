/** The lab's site for real: it stands, a cut link moves the address, and nothing of it is left afterwards. */

import { existsSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../haproxy/until.ts'
import { SiteSchema } from '../scenarios/site-schema.ts'
import { whatLabLacks } from './can-run.ts'
import { processLives } from './start-host.ts'
import { type Site, startSite } from './start-site.ts'
import type { TrafficReport } from './talk-to-program.ts'

const lacks = whatLabLacks()
if (lacks) console.log(lacks)

const FAMILIES = [
  { family: 'IPv4', network: '10.20.0.0/24', vip: '10.20.0.100' },
  { family: 'IPv6', network: 'fd00:20::/64', vip: 'fd00:20::100' },
]
let site: Site | null = null
afterEach(() => site?.stop())

const plan = (network: string, vip: string) =>
  SiteSchema.parse({
    network,
    vips: [{ address: vip, owners: ['lb1', 'lb2'] }],
    services: [
      { name: 'chat', mode: 'tcp', port: 5222, servers: ['web1'] },
      { name: 'ssh', mode: 'ssh', port: 2222, servers: ['bastion'] },
    ],
    hosts: {
      lb1: { role: 'load-balancer' },
      lb2: { role: 'load-balancer' },
      web1: { role: 'server' },
      bastion: { role: 'bastion' },
      client1: { role: 'client' },
    },
  })

// In CI, as root, what is missing is a failure and no reason to skip.
describe.skipIf(lacks !== null && process.env.CI !== 'true')('a site in network namespaces', () => {
  test.each(FAMILIES)('a cut link moves the address, over $family', async ({ network, vip }) => {
    site = await startSite(plan(network, vip))
    const { hosts, dir } = site
    expect(await site.owners(vip)).toEqual(['lb1'])
    const client = site.programs.get('client1')!
    const connect = { mode: 'tcp', host: vip, port: 5222, reconnect: false } as const
    for (const kind of ['idle', 'busy'] as const)
      await client.ask({ do: 'connect', task: kind, kind, connections: 2, perSecond: 10, ...connect })

    await site.switch.setPort('lb1', 'data', false)
    await until('the address at lb2', async () => String(await site!.owners(vip)) === 'lb2')
    const report = () => client.ask<TrafficReport>({ do: 'report' })
    const ended = async (kind: string) =>
      (await report()).connections
        .filter((one) => one.task === kind && one.ended)
        .map((one) => one.ended!.why)
    await until('both busy connections to be reset', async () => (await ended('busy')).length === 2)
    expect(await ended('busy')).toEqual(['ECONNRESET', 'ECONNRESET'])
    // The idle ones have not noticed anything, and never will.
    expect(await ended('idle')).toEqual([])

    await site.stop()
    site = null
    expect([...hosts.values()].filter((host) => processLives(host.pid)).map((host) => host.name)).toEqual([])
    expect(existsSync(dir)).toBe(false)
  })

  test('a deploy runs over ssh through the address', async () => {
    site = await startSite(plan('10.20.0.0/24', '10.20.0.100'))
    const { deployCommand } = await import('./ssh-files.ts')
    const deploy = site.hosts
      .get('client1')!
      .start('deploy', deployCommand(site.ssh!, '10.20.0.100', 2222), { pipe: true })
    let said = ''
    deploy.stdout?.on('data', (data) => {
      said += data
    })
    await until('three steps', () => said.includes('step 3 of'))
    expect(await site.hosts.get('bastion')!.run(['ls', '/dev/pts'])).toMatch(/^0$/m)
  })

  test('what cannot stand leaves nothing behind', async () => {
    const broken = plan('10.20.0.0/24', '10.20.0.100')
    broken.haproxyDefaults = ['no such word']
    await expect(startSite(broken)).rejects.toThrow(/HAProxy on lb\d ended: .*no such word|unknown keyword/s)
  })
})
