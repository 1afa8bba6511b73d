/** HAProxy and keepalived on one host of the site, with the files they need. */

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { askHaproxy } from '../haproxy/start-haproxy.ts'
import { until } from '../haproxy/until.ts'
import type { SitePlan } from '../scenarios/site-schema.ts'
import { keepalivedConfig } from './keepalived-config.ts'
import { lbConfig } from './lb-config.ts'
import type { Host } from './start-host.ts'

export type LoadBalancerHost = {
  name: string
  socket: string
  masterSocket: string
  configFile: string
  ask: (command: string) => Promise<string>
  startHaproxy: () => Promise<void>
  startKeepalived: () => void
  reload: () => Promise<void>
  setPriority: (priority: number) => void
}

export function planLoadBalancer(
  host: Host,
  plan: SitePlan,
  runDir: string,
  addressOf: (host: string) => string,
): LoadBalancerHost {
  const dir = path.join(runDir, host.name)
  mkdirSync(dir, { recursive: true })
  const at = (file: string) => path.join(dir, file)
  const files = {
    socket: at('admin.sock'),
    masterSocket: at('master.sock'),
    pidFile: at('haproxy.pid'),
    config: at('haproxy.cfg'),
    keepalived: at('keepalived.conf'),
  }
  writeFileSync(files.config, lbConfig(plan, host.name, files, addressOf))
  const writeKeepalived = (priorities?: Record<string, number>) =>
    writeFileSync(files.keepalived, keepalivedConfig(plan, host.name, files.pidFile, priorities))
  writeKeepalived()

  const workerPid = async () => Number(/^Pid: (\d+)/m.exec(await askHaproxy(files.socket, 'show info'))?.[1])

  return {
    name: host.name,
    socket: files.socket,
    masterSocket: files.masterSocket,
    configFile: files.config,
    ask: (command) => askHaproxy(files.socket, command),
    async startHaproxy() {
      host.start('haproxy', ['haproxy', '-W', '-S', files.masterSocket, '-f', files.config])
      const lives = () => host.runs('haproxy')
      await until(`HAProxy on ${host.name}`, () => (lives() ? workerPid() : 1))
      if (!lives()) throw new Error(`HAProxy on ${host.name} ended: ${host.output('haproxy')}`)
    },
    startKeepalived() {
      const [pid, vrrp] = [at('keepalived.pid'), at('vrrp.pid')]
      const own = ['--use-file', files.keepalived, '--pid', pid, '--vrrp_pid', vrrp]
      host.start('keepalived', ['keepalived', '--dont-fork', '--log-console', '--vrrp', ...own])
    },
    async reload() {
      const before = await workerPid()
      host.signalFirst('haproxy', 'SIGUSR2')
      await until(`a new worker on ${host.name}`, async () => {
        const pid = await workerPid()
        return pid && pid !== before
      })
    },
    setPriority(priority) {
      writeKeepalived(Object.fromEntries(plan.vips.map((vip) => [vip.address, priority])))
      host.signalFirst('keepalived', 'SIGHUP')
    },
  }
}
