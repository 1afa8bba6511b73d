/** A small site to watch: three pools behind one real HAProxy, with clients, torn down in one call. */

import { freePort } from './free-port.ts'
import { type ConfigPlan, haproxyConfig } from './haproxy-config.ts'
import { type Haproxy, startHaproxy } from './start-haproxy.ts'
import { type LabServer, startServer } from './start-server.ts'
import { startTraffic, type Traffic } from './start-traffic.ts'

export type Site = {
  haproxy: Haproxy
  /** By name: web1…web4 in pool app, api1…api3 in pool api, ssh1 and ssh2 in pool ssh. */
  servers: Record<string, LabServer>
  ports: { app: number; api: number; ssh: number; stats: number }
  config: string
  traffic: Traffic[]
  stop: () => Promise<void>
}

export const STATS_AUTH = 'watch:me'

export async function startSite(
  plan: Omit<ConfigPlan, 'pools'> & { requestsPerSecond?: number } = {},
): Promise<Site> {
  const servers: Record<string, LabServer> = {}
  const started: { stop: () => unknown }[] = []
  const stop = async () => {
    for (const one of started.reverse()) await one.stop()
  }
  try {
    for (const name of ['web1', 'web2', 'web3', 'web4', 'api1', 'api2', 'api3', 'ssh1', 'ssh2']) {
      servers[name] = await startServer(name)
      started.push(servers[name])
    }
    const ports = {
      app: await freePort(),
      api: await freePort(),
      ssh: await freePort(),
      stats: await freePort(),
    }
    const members = (prefix: string) =>
      Object.values(servers)
        .filter((server) => server.name.startsWith(prefix))
        .map(({ name, port }) => ({ name, port }))
    const httpCheck = ['option httpchk GET /health']
    const config = haproxyConfig({
      statsPort: ports.stats,
      statsAuth: STATS_AUTH,
      ...plan,
      pools: [
        { name: 'app', frontPort: ports.app, servers: members('web'), lines: httpCheck },
        { name: 'api', frontPort: ports.api, servers: members('api'), lines: httpCheck },
        { name: 'ssh', mode: 'tcp', frontPort: ports.ssh, servers: members('ssh') },
      ],
    })
    const haproxy = await startHaproxy(config)
    started.push(haproxy)
    const rate = plan.requestsPerSecond ?? 40
    const traffic = [
      startTraffic(ports.app, rate),
      startTraffic(ports.api, rate / 2),
      startTraffic(ports.ssh, rate / 8),
    ]
    started.push(...traffic)
    return { haproxy, servers, ports, config, traffic, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
