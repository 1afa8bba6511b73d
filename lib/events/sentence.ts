/** One plain sentence for a change, in HAProxy's words where it gave any. */

import type { LbEvent } from '../model/lb-event.ts'
import { hostSentence } from './host-sentence.ts'

const STATES: Record<string, string> = {
  up: 'came UP',
  'going-down': 'is failing its checks',
  'going-up': 'is passing its checks again',
  down: 'went DOWN',
  nolb: 'takes no new clients (NOLB)',
  drain: 'is draining',
  maint: 'went into maintenance',
  'no-check': 'is no longer checked',
  unknown: 'has a status that is not known',
}

/** `Layer7 wrong status 503 "Service Unavailable"`, or null. */
export function detailOf(event: Pick<LbEvent, 'reason' | 'code' | 'info'>): string | null {
  const info = event.info === null ? null : `"${event.info}"`
  const words = [event.reason, event.code, info].filter((word) => word !== null && word !== '')
  return words.length === 0 ? null : words.join(' ')
}

function origin(event: Pick<LbEvent, 'via' | 'changedFrom'>): string {
  const via = event.via === null ? '' : ` via ${event.via}`
  return event.changedFrom === null ? via : `${via}, changed from ${event.changedFrom}`
}

function plain(event: Omit<LbEvent, 'id' | 'text'>): string {
  const subject = event.server === null ? (event.pool ?? event.loadBalancer) : `${event.pool}/${event.server}`
  const to = event.to ?? 'unknown'
  const change = event.from === null ? `is now ${to}` : `changed from ${event.from} to ${to}`
  switch (event.kind) {
    case 'server-state':
      return `${subject} ${STATES[to] ?? `is now ${to}`}${origin(event)}`
    case 'health-check':
      return `Health check of ${subject} ${event.from ?? 'ended'}${event.to === null ? '' : `, ${event.to}`}`
    case 'server-weight':
      return `Weight of ${subject} ${change}`
    case 'server-address':
      return `Address of ${subject} ${change}${origin(event)}`
    case 'server-added':
      return `${subject} was added`
    case 'server-removed':
      return `${subject} was removed`
    case 'pool-state':
      return to === 'down' ? `${subject} has no server available` : `${subject} has servers again`
    case 'proxy-state':
      return `Proxy ${subject} ${to}`
    case 'process-started':
      return `HAProxy on ${event.loadBalancer} started${event.to === null ? '' : ` (${event.to})`}`
    case 'process-stopping':
      return `HAProxy on ${event.loadBalancer} is stopping${event.to === null ? '' : ` (${event.to})`}`
    case 'verdict':
      return to === 'lying' ? `${subject} is lying` : `${subject} no longer lies`
    case 'source-lost':
      return `Source ${to} does not answer`
    case 'source-recovered':
      return `Source ${to} answers again`
    default:
      return `${subject} ${event.kind} ${change}`
  }
}

export function sentence(event: Omit<LbEvent, 'id' | 'text'>): string {
  const ofHost = hostSentence(event)
  if (ofHost !== null) return ofHost
  const detail = detailOf(event)
  return detail === null ? plain(event) : `${plain(event)}: ${detail}`
}
