/** Starts one traffic of a scenario: connections by the host's own program, or a real ssh or scp in a terminal. */

import { moreAddresses } from '../net/plan-addresses.ts'
import { copyCommand, deployCommand } from '../net/ssh-files.ts'
import type { Site } from '../net/start-site.ts'
import type { TrafficPlan } from '../scenarios/fault-schema.ts'

export const taskName = (task: TrafficPlan, n: number) => task.name ?? `${task.do}-${n + 1}`

export async function startTraffic(site: Site, task: TrafficPlan, name: string): Promise<void> {
  const service = site.plan.services.find((one) => one.name === task.service)!
  const vip = task.vip ?? service.vip ?? site.plan.vips[0]!.address
  const host = site.hosts.get(task.on)!
  if (task.do === 'deploy' || task.do === 'copy-in' || task.do === 'copy-out') {
    const command =
      task.do === 'deploy'
        ? deployCommand(site.ssh!, vip, service.port)
        : copyCommand(site.ssh!, vip, service.port, task.do)
    for (let n = 0; n < task.connections; n++) host.start(`${name}.${n}`, command)
    return
  }
  await site.programs.get(task.on)!.ask({
    ...{ do: 'connect', task: name, kind: task.do, mode: service.mode === 'http' ? 'http' : 'tcp' },
    ...{ host: vip, port: service.port, connections: task.connections },
    ...{ perSecond: task.perSecond, reconnect: task.reconnect },
    habits: {
      ...{ paths: task.paths, users: task.users, timeout: task.timeout },
      ...{
        lifetime: task.lifetime,
        seed: task.seed,
        talks: task.talks,
        addresses: moreAddresses(site.plan, task.on),
      },
    },
  })
}
