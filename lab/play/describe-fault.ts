/** A fault in one plain sentence. */

import type { Fault } from '../scenarios/fault-schema.ts'

const names = (list: string[] | undefined) => list?.join(', ') ?? 'anyone'

export function describeFault(fault: Fault): string {
  switch (fault.do) {
    case 'cut-link':
      return `the ${fault.network} link of ${fault.host} is cut`
    case 'restore-link':
      return `the ${fault.network} link of ${fault.host} is back`
    case 'kill':
      return `${fault.program} on ${fault.host} is killed`
    case 'terminate':
      return `${fault.program} on ${fault.host} is told to end`
    case 'start':
      return `${fault.program} on ${fault.host} is started`
    case 'stop':
      return `${fault.program} on ${fault.host} is stopped in its tracks`
    case 'continue':
      return `${fault.program} on ${fault.host} goes on`
    case 'freeze-host':
      return `${fault.host} freezes`
    case 'thaw-host':
      return `${fault.host} thaws`
    case 'drop':
      return `${fault.of === 'all' ? 'everything' : fault.of} from ${names(fault.from)} to ${names(fault.to)} is lost${
        fault.for === undefined ? '' : ` for ${fault.for} ms`
      }`
    case 'restore':
      return `${fault.drop} ends`
    case 'reload-haproxy':
      return `HAProxy on ${fault.host} is reloaded`
    case 'haproxy-command':
      return `${fault.host} is told: ${fault.command}`
    case 'set-priority':
      return `the priority of ${fault.host} becomes ${fault.priority}`
    case 'server':
      return `the servers on ${fault.host}: ${fault.mode}`
    case 'behave':
      return `${names(fault.host)}: ${Object.entries(fault.set)
        .map(([key, value]) => `${key} ${typeof value === 'object' ? `${value.of} ${value.mean} ms` : value}`)
        .join(', ')}${fault.for === undefined ? '' : ` for ${fault.for} ms`}`
    case 'stall':
      return `${names(fault.host)} stalls for ${fault.for} ms`
    case 'reset-connections':
      return `every connection of ${fault.host} is reset`
    case 'end-server':
      return `the server on ${fault.host} is told to end within ${fault.grace} ms`
    case 'ingest':
      return `the dashboard is told: ${fault.readings.map((one) => String(one.kind ?? 'a reading')).join(', ')}`
    case 'announce-address':
      return `${fault.host} announces ${fault.vip} again`
    case 'flush-neighbours':
      return `${fault.host} forgets its neighbours`
    case 'add-address':
      return `${fault.host} takes the address ${fault.address}`
    case 'remove-address':
      return `${fault.host} gives up the address ${fault.address}`
    case 'kill-dashboard':
      return 'the dashboard is killed'
    case 'start-dashboard':
      return 'the dashboard is started again'
    case 'stop-traffic':
      return `the clients of ${fault.traffic} leave`
  }
}
