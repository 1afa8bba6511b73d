/** Starts a collector for everything that was asked for, under names that tell them apart. */

import { statSync } from 'node:fs'
import path from 'node:path'
import type { HaproxySetting, Settings } from '../settings/settings.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { discoverSockets } from './discover.ts'
import { followRing } from './follow-ring.ts'
import { collectHaproxyHttp } from './haproxy-http.ts'
import { collectHaproxySocket } from './haproxy-socket.ts'
import { startProbes } from './probe-servers.ts'
import { receiveSyslogTcp } from './syslog-tcp.ts'
import { receiveSyslogUdp } from './syslog-udp.ts'
import { tailFile } from './tail-file.ts'

const LOOK_EVERY_MS = 5000
const DISCOVERED_BEAT_MS = 1000

/** The first keeps the plain name; the next get their address or a number. */
function unique(taken: Set<string>, name: string, longer: string): string {
  let found = taken.has(name) ? longer : name
  for (let n = 2; taken.has(found); n++) found = `${longer} ${n}`
  taken.add(found)
  return found
}

export function startHaproxy(
  setting: HaproxySetting,
  several: boolean,
  taken: Set<string>,
  port: CollectorPort,
): Collector[] {
  const source = unique(taken, setting.name, `${setting.name} ${setting.shown}`)
  const asked = { ...setting, source, worker: several ? setting.shown : null }
  const collectors = [
    setting.target.via === 'http' ? collectHaproxyHttp(asked, port) : collectHaproxySocket(asked, port),
  ]
  if (setting.ring && setting.target.via !== 'http')
    collectors.push(
      followRing(setting, unique(taken, `${source} ring`, `${source} ring ${setting.ring}`), port),
    )
  return collectors
}

/** `found` hears of every load balancer that was discovered. */
export function startCollectors(
  settings: Settings,
  port: CollectorPort,
  found: (name: string) => void,
): Collector {
  const taken = new Set<string>()
  const running: Collector[] = []
  for (const setting of settings.haproxy) {
    const several = settings.haproxy.filter((one) => one.name === setting.name).length > 1
    running.push(...startHaproxy(setting, several, taken, port))
  }
  for (const setting of settings.syslog) {
    const source = unique(taken, 'syslog', `syslog ${setting.transport}:${setting.port}`)
    const receive = setting.transport === 'udp' ? receiveSyslogUdp : receiveSyslogTcp
    running.push(receive(setting, source, port))
  }
  for (const setting of settings.logs)
    running.push(tailFile(setting, unique(taken, path.basename(setting.path), setting.path), port))

  let timer: NodeJS.Timeout | null = null
  const none = !running.length && !settings.replay
  if (settings.probes.length) running.push(startProbes(settings.probes, port))
  if (none) {
    const discovered = new Set<number>()
    const look = () => {
      const sockets = discoverSockets()
      const workers = sockets.filter((socket) => !socket.includes('master'))
      for (const socket of workers.length ? workers : sockets) {
        const inode = statSync(socket, { throwIfNoEntry: false })?.ino
        if (
          !inode ||
          discovered.size >= 16 ||
          [...taken].some((name) => port.desk.get(name)?.address === `unix:${socket}`)
        )
          continue
        discovered.add(inode)
        const name = unique(taken, 'haproxy', `haproxy-${path.basename(socket).replace(/\.\w+$/, '')}`)
        taken.delete(name)
        found(name)
        const target = { via: 'unix' as const, path: socket }
        running.push(
          ...startHaproxy(
            { name, target, shown: `unix:${socket}`, intervalMs: DISCOVERED_BEAT_MS, ring: null },
            false,
            taken,
            port,
          ),
        )
      }
    }
    look()
    timer = setInterval(look, LOOK_EVERY_MS)
  }
  return {
    async stop() {
      if (timer) clearInterval(timer)
      await Promise.all(running.map((collector) => collector.stop()))
    },
  }
}
