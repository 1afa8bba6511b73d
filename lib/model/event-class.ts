/** What an event is drawn as on the timeline: one of few marks, by its index. */

import type { LbEvent } from './lb-event.ts'

/** Append only: browsers and the index know them by position. Claims first, in the order of CLAIM_KINDS. */
export const EVENT_CLASSES = [
  'unknown',
  'up',
  'going-down',
  'going-up',
  'down',
  'nolb',
  'drain',
  'maint',
  'no-check',
  'check',
  'setting',
  'process',
  'network',
  'terminal',
  'truth',
  'finding-ended',
  'finding',
  'lie',
  'source-lost',
  'source-recovered',
] as const
export type EventClass = (typeof EVENT_CLASSES)[number]

/** The classes that last until the next of them: a server's state. */
export const STATE_CLASSES = 9

const BY_KIND: Partial<Record<LbEvent['kind'], EventClass>> = {
  'health-check': 'check',
  'server-weight': 'setting',
  'server-address': 'setting',
  'server-added': 'setting',
  'server-removed': 'setting',
  'proxy-state': 'process',
  'process-started': 'process',
  'process-stopping': 'process',
  'host-process': 'process',
  'host-address': 'network',
  'host-neighbour': 'network',
  'host-link': 'network',
  'host-route': 'network',
  'host-vrrp': 'network',
  'host-agent': 'process',
  'source-lost': 'source-lost',
  'source-recovered': 'source-recovered',
}

const INDEX = new Map<string, number>(EVENT_CLASSES.map((name, index) => [name, index]))

type Classed = Pick<LbEvent, 'kind' | 'to'>

/** Index in EVENT_CLASSES; a state that is not known by name is `unknown`. */
export function eventClass({ kind, to }: Classed): number {
  return INDEX.get(className({ kind, to }))!
}

function className({ kind, to }: Classed): string {
  if (kind === 'verdict') return to === 'lying' ? 'lie' : 'truth'
  if (kind === 'finding') return to === 'ended' ? 'finding-ended' : 'finding'
  const fixed = BY_KIND[kind]
  if (fixed) return fixed
  const at = to === null ? undefined : INDEX.get(to)
  return at !== undefined && at < STATE_CLASSES ? to! : 'unknown'
}
