/** Does one fault of a scenario to the site that stands. */

import { setTimeout as wait } from 'node:timers/promises'
import { prefixLengthOf } from '../net/plan-addresses.ts'
import type { Site } from '../net/start-site.ts'
import type { Behaviour } from '../scenarios/behaviour-schema.ts'
import type { Fault } from '../scenarios/fault-schema.ts'
import { sendReadings } from './send-readings.ts'
import type { Dashboard } from './start-dashboard.ts'

export type Undo = Map<string, () => Promise<void>>
/** What faults reach that is not of the site. */
export type Watchers = {
  startAgent: (host: string) => void
  dashboard: Pick<Dashboard, 'url' | 'kill' | 'start'>
}

/** `undo` keeps what `restore` takes back; nothing that is still in it outlives the site. */
export async function injectFault(site: Site, fault: Fault, undo: Undo, watchers: Watchers): Promise<void> {
  const host = (name: string) => site.hosts.get(name)!
  const vips = site.plan.vips.map((vip) => vip.address)
  switch (fault.do) {
    case 'cut-link':
    case 'restore-link':
      return site.switch.setPort(fault.host, fault.network, fault.do === 'restore-link')
    case 'kill':
      return host(fault.host).signal(fault.program, 'SIGKILL')
    case 'terminate':
      return host(fault.host).signalFirst(fault.program, 'SIGTERM')
    case 'stop':
      return host(fault.host).signal(fault.program, 'SIGSTOP')
    case 'continue':
      return host(fault.host).signal(fault.program, 'SIGCONT')
    case 'start':
      return startProgram(site, fault.host, fault.program, watchers.startAgent)
    case 'freeze-host':
      await Promise.all([host(fault.host).freeze(), site.switch.isolate(fault.host, true)])
      return
    case 'thaw-host':
      await Promise.all([host(fault.host).thaw(), site.switch.isolate(fault.host, false)])
      return
    case 'drop': {
      const end = await site.switch.drop({ ...fault, vips })
      if (fault.id) undo.set(fault.id, end)
      if (fault.for !== undefined) void wait(fault.for).then(end, () => undefined)
      return
    }
    case 'restore': {
      await undo.get(fault.drop)?.()
      undo.delete(fault.drop)
      return
    }
    case 'reload-haproxy':
      return site.loadBalancers.get(fault.host)!.reload()
    case 'haproxy-command':
      await site.loadBalancers.get(fault.host)!.ask(fault.command)
      return
    case 'set-priority':
      return site.loadBalancers.get(fault.host)!.setPriority(fault.priority)
    case 'server': {
      const program = site.programs.get(fault.host)!
      await program.ask({ do: 'mode', mode: fault.mode, ...(fault.port ? { port: fault.port } : {}) })
      if (fault.for !== undefined)
        void wait(fault.for)
          .then(() => program.ask({ do: 'mode', mode: 'ok' }))
          .catch(() => undefined)
      return
    }
    case 'behave': {
      const links = fault.host.map((name) => site.programs.get(name)!)
      const before = await Promise.all(
        links.map((link) => link.ask<Behaviour>({ do: 'behave', set: fault.set })),
      )
      if (fault.for !== undefined)
        void wait(fault.for)
          .then(() => Promise.all(links.map((link, n) => link.ask({ do: 'behave', set: before[n]! }))))
          .catch(() => undefined)
      return
    }
    case 'stall':
      for (const name of fault.host) await site.programs.get(name)!.ask({ do: 'stall', forMs: fault.for })
      return
    case 'reset-connections':
      return site.programs.get(fault.host)!.ask({ do: 'reset' })
    case 'end-server':
      return site.programs.get(fault.host)!.ask({ do: 'end', graceMs: fault.grace })
    case 'ingest':
      await sendReadings(watchers.dashboard.url, fault.readings)
      void (async () => {
        for (let n = 1; n < fault.times; n++) {
          await wait(fault.every ?? 1000)
          await sendReadings(watchers.dashboard.url, fault.readings, n)
        }
      })().catch(() => undefined)
      return
    case 'announce-address': {
      await host(fault.host).run(announce(fault.vip))
      return
    }
    case 'flush-neighbours':
      await host(fault.host).run(['ip', 'neigh', 'flush', 'dev', 'eth0'])
      return
    case 'add-address':
    case 'remove-address': {
      const verb = fault.do === 'add-address' ? 'add' : 'del'
      const nodad = verb === 'add' && fault.address.includes(':') ? ['nodad'] : []
      const address = `${fault.address}/${prefixLengthOf(site.plan)}`
      await host(fault.host).run(['ip', 'addr', verb, address, 'dev', 'eth0', ...nodad])
      return
    }
    case 'kill-dashboard':
      return watchers.dashboard.kill()
    case 'start-dashboard':
      return watchers.dashboard.start()
    case 'stop-traffic':
      for (const [name, link] of site.programs)
        if (host(name).runs('traffic')) await link.ask({ do: 'stop', task: fault.traffic })
      return
  }
}

/** Two gratuitous ARPs; for IPv6 an unasked-for probe says as much. */
const announce = (vip: string) =>
  vip.includes(':')
    ? ['ping', '-6', '-c', '1', '-W', '1', '-I', vip, 'ff02::1%eth0']
    : ['arping', '-q', '-U', '-c', '2', '-w', '2', '-I', 'eth0', vip]

async function startProgram(
  site: Site,
  name: string,
  program: string,
  startAgent: Watchers['startAgent'],
): Promise<void> {
  const loadBalancer = site.loadBalancers.get(name)
  if (program === 'haproxy') return loadBalancer?.startHaproxy()
  if (program === 'keepalived') return loadBalancer?.startKeepalived()
  if (program === 'traffic') return site.startProgram(name)
  if (program === 'sshd') return site.startSshd(name)
  if (program === 'agent') return startAgent(name)
}
