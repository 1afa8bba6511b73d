/** A whole site of a scenario: switch, hosts, load balancers, servers, bastion, and the desk that reaches the dashboard. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { until } from '../haproxy/until.ts'
import type { SitePlan } from '../scenarios/site-schema.ts'
import { buildPrograms } from './build-programs.ts'
import { DEFAULT_SSH_PORT } from './lb-config.ts'
import { isIpv6, moreAddresses, planAddresses, prefixLengthOf } from './plan-addresses.ts'
import { type LoadBalancerHost, planLoadBalancer } from './run-load-balancer.ts'
import { makeSshFiles, type SshFiles } from './ssh-files.ts'
import { type Desk, startDesk } from './start-desk.ts'
import { type Host, startHost } from './start-host.ts'
import { addressLines, deskLines, type Switch, startSwitch } from './start-switch.ts'
import { type ProgramLink, talkToProgram } from './talk-to-program.ts'

/** Where a database host listens. */
const DATABASE_PORT = 9000

export type Site = {
  plan: SitePlan
  /** Everything that is written, removed at the end. */
  dir: string
  switch: Switch
  desk: Desk
  hosts: Map<string, Host>
  addresses: ReturnType<typeof planAddresses>
  loadBalancers: Map<string, LoadBalancerHost>
  /** By host: of servers and clients. */
  programs: Map<string, ProgramLink>
  ssh: SshFiles | null
  /** Starts the host's traffic program again, with the ports it serves. */
  startProgram: (host: string) => Promise<void>
  startSshd: (host: string) => void
  /** Who holds the address now, by the kernels' word. */
  owners: (vip: string) => Promise<string[]>
  stop: () => Promise<void>
}

/** `beside` is called when every program runs and the VIPs are still on their way: what takes time may start then. */
export async function startSite(
  plan: SitePlan,
  beside: (site: Site) => void = () => undefined,
): Promise<Site> {
  const dir = mkdtempSync(path.join(tmpdir(), 'polygraph-lab-'))
  mkdirSync(path.join(dir, 'logs'))
  const started: { stop: () => Promise<void> }[] = []
  const removeDir = () => rmSync(dir, { recursive: true, force: true })
  const stop = async () => {
    await Promise.all(started.splice(0).map((one) => one.stop()))
    removeDir()
  }
  try {
    return await raise(plan, dir, started, stop, beside)
  } catch (error) {
    await stop()
    throw error
  }
}

async function raise(
  plan: SitePlan,
  dir: string,
  started: { stop: () => Promise<void> }[],
  stop: () => Promise<void>,
  beside: (site: Site) => void,
): Promise<Site> {
  const keep = <T extends { stop: () => Promise<void> }>(one: T) => {
    started.push(one)
    return one
  }
  const names = Object.keys(plan.hosts)
  const sshPort = plan.services.find((service) => service.mode === 'ssh')
  const [programs, fabric, deskHost, ...made] = await Promise.all([
    buildPrograms(path.join(dir, 'programs')),
    startSwitch(dir).then((one) => {
      keep(one.host)
      return one
    }),
    startHost('desk', dir).then(keep),
    ...names.map((name) => startHost(name, dir).then(keep)),
  ])
  const hosts = new Map(made.map((host) => [host.name, host]))
  const addresses = planAddresses(plan)
  const addressOf = (name: string) => addresses.get(name)!.data
  const ssh = sshPort ? makeSshFiles(dir, sshPort.serverPort ?? DEFAULT_SSH_PORT) : null
  await fabric.plugIn([deskHost, ...made])
  const desk = await startDesk(deskHost, dir, programs.relay)
  keep(desk)
  if (plan.dashboardAddress !== undefined)
    await deskHost.run(['ip', '-batch', '-'], deskLines(plan.dashboardAddress, prefixLengthOf(plan)))
  await Promise.all(made.map((host) => configure(host, plan, addresses.get(host.name)!)))

  const databases = Object.fromEntries(
    names.flatMap((name) =>
      plan.hosts[name]!.role === 'database' ? [[name, { host: addressOf(name), port: DATABASE_PORT }]] : [],
    ),
  )
  const links = new Map<string, ProgramLink>()
  const loadBalancers = new Map<string, LoadBalancerHost>()
  const serves = (name: string) =>
    plan.services.filter((service) => service.mode !== 'ssh' && service.servers.includes(name))
  const site: Site = {
    ...{ plan, dir, switch: fabric, desk, hosts, addresses, loadBalancers, programs: links, ssh, stop },
    async startProgram(name) {
      const child = hosts.get(name)!.start('traffic', [process.execPath, programs.traffic], { pipe: true })
      const link = talkToProgram(child, name)
      links.set(name, link)
      const { role, behaviour } = plan.hosts[name]!
      await link.ask({ do: 'introduce', name, databases, behaviour: behaviour ?? {} })
      if (role === 'database')
        await link.ask({ do: 'serve', kind: 'http', host: addressOf(name), port: DATABASE_PORT })
      for (const { mode, port, serverPort } of serves(name)) {
        const kind = mode === 'http' ? 'http' : 'tcp'
        await link.ask({ do: 'serve', kind, host: addressOf(name), port: serverPort ?? port })
      }
    },
    startSshd: (name) => void hosts.get(name)!.start('sshd', ssh!.sshd),
    async owners(vip) {
      const holders = await Promise.all(
        made.map(async (host) =>
          (await host.run(['ip', '-o', 'addr', 'show', 'dev', 'eth0'])).includes(` ${vip}/`)
            ? [host.name]
            : [],
        ),
      )
      return holders.flat()
    },
  }
  await Promise.all(
    names.map(async (name) => {
      const { role } = plan.hosts[name]!
      if (role === 'bastion') site.startSshd(name)
      if (role !== 'load-balancer') await site.startProgram(name)
    }),
  )
  for (const name of names)
    if (plan.hosts[name]!.role === 'load-balancer')
      loadBalancers.set(name, planLoadBalancer(hosts.get(name)!, plan, dir, addressOf))
  await Promise.all([...loadBalancers.values()].map((one) => one.startHaproxy()))
  if (plan.vrrp.run) for (const one of loadBalancers.values()) one.startKeepalived()
  else
    for (const { address, owners } of plan.vips)
      await hosts
        .get(owners[0]!)!
        .run(['ip', 'addr', 'add', `${address}/${prefixLengthOf(plan)}`, 'dev', 'eth0'])
  beside(site)
  await until('each VIP at its first owner', async () => {
    for (const vip of plan.vips) {
      const owners = await site.owners(vip.address)
      if (owners.length !== 1 || (vip.preempt && owners[0] !== vip.owners[0])) return false
    }
    return true
  })
  return site
}

/** Its addresses and kernel settings, before anything runs on it. */
async function configure(
  host: Host,
  plan: SitePlan,
  own: { data: string; management: string; prefixLength: number },
) {
  const { role, sysctl } = plan.hosts[host.name]!
  const settings: Record<string, string | number> = {
    // A link-local address that waits for duplicates would hold VRRP up for seconds.
    'net.ipv6.conf.eth0.accept_dad': 0,
    ...(role === 'load-balancer' ? { 'net.ipv4.ip_nonlocal_bind': 1, 'net.ipv6.ip_nonlocal_bind': 1 } : {}),
    ...sysctl,
  }
  // The last dots of an interface name aside, sysctl's dots are folders.
  const writes = Object.entries(settings).map(
    ([name, value]) => `echo '${value}' > /proc/sys/${name.replaceAll('.', '/')}`,
  )
  await host.run(['sh', '-ec', writes.join('\n')])
  const lines = moreAddresses(plan, host.name).map(
    (address) => `addr add ${address}/${own.prefixLength} dev eth0\n`,
  )
  await host.run(
    ['ip', '-batch', '-'],
    lines.join('') + addressLines(own.data, own.management, own.prefixLength),
  )
  if (isIpv6(own.data))
    await until(
      'a link-local address',
      async () =>
        (await host.run(['ip', '-o', '-6', 'addr', 'show', 'dev', 'eth0', 'scope', 'link', '-tentative'])) !==
        '',
    )
}
