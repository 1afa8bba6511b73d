/** One plain sentence for what changed at a host. */

import type { LbEvent } from '../model/lb-event.ts'

type Told = Pick<LbEvent, 'kind' | 'host' | 'about' | 'from' | 'to' | 'info' | 'reason'>

const LINKS: Record<string, string> = {
  up: 'came up',
  down: 'was taken down',
  'no-carrier': 'lost its carrier',
  absent: 'is gone',
}
const AGENT: Record<string, string> = {
  started: 'reports for the first time',
  restarted: 'started anew',
  dropped: 'had to drop reports',
  limited: 'saw more changes than are told',
}

/** Null where the event is not of a host. */
export function hostSentence({ kind, host, about, from, to, info, reason }: Told): string | null {
  const tail = info === null ? '' : `: ${info}`
  switch (kind) {
    case 'host-address':
      return to === 'held' ? `${host} took ${about} on ${info}` : `${host} no longer has ${about} on ${info}`
    case 'host-neighbour':
      return `${host}'s entry for ${about} changed from ${from ?? 'nothing'} to ${to}`
    case 'host-link':
      return `Link ${about} of ${host} ${LINKS[to ?? ''] ?? `is now ${to}`}`
    case 'host-route':
      return from === null
        ? `${host} has a route to ${about} by ${to}`
        : `Route of ${host} to ${about} changed from ${from} to ${to}`
    case 'host-process':
      if (to === 'absent') return `${about} on ${host} ended`
      return to === 'stopped'
        ? `${about} on ${host} was stopped`
        : `${about} on ${host} ${from === 'stopped' ? 'runs again' : 'started'}`
    case 'host-vrrp':
      return `VRRP instance ${about} on ${host} ${from === null ? 'is' : `changed from ${from} to`} ${to}`
    case 'host-agent':
      return `The agent on ${host} ${AGENT[to ?? ''] ?? to}${tail}`
    case 'finding':
      return to === 'ended' ? `No longer found: ${reason}` : `Found: ${reason}`
    default:
      return null
  }
}
