/** What changed at a host, as events: addresses, neighbours, links, routes, processes, VRRP, the agent itself. */

import type { HostChanged, HostChanges } from '../model/host-changes.ts'
import type { RouteReading, VrrpReading, WatchedProcess } from '../model/host-report.ts'
import { type EventDraft, eventDraft } from './event-draft.ts'

/** Events of one report; a storm is told as one more that counts the rest. */
export const MAX_EVENTS = 50

/** `mac` names the host whose MAC it is, where that is known. */
export type MacName = (mac: string) => string | null

type Words = {
  kind: EventDraft['kind']
  about: string
  from: string | null
  to: string | null
  info: string | null
}

const route = (one: RouteReading | null) =>
  one === null ? null : `${one.via ?? 'direct'}${one.link ? ` on ${one.link}` : ''}`
const process = (one: WatchedProcess | null) =>
  one === null ? null : one.state === 'T' ? 'stopped' : 'running'
const vrrp = (one: VrrpReading | null) =>
  one === null ? null : `${one.state}${one.priority === null ? '' : `, priority ${one.priority}`}`

function named(mac: string | null, nameOf: MacName): string | null {
  const name = mac === null ? null : nameOf(mac)
  return name === null ? mac : `${mac} (${name})`
}

function words(change: HostChanged, nameOf: MacName): Words | null {
  switch (change.what) {
    case 'address': {
      if (change.first || /^(fe80:|169\.254\.)/.test(change.address)) return null
      const [from, to] = change.held ? ['absent', 'held'] : ['held', 'absent']
      return { kind: 'host-address', about: change.address, from, to, info: change.link }
    }
    case 'neighbour':
      return {
        kind: 'host-neighbour',
        about: change.address,
        from: named(change.from, nameOf),
        to: named(change.to, nameOf),
        info: change.link,
      }
    case 'link':
      return { kind: 'host-link', about: change.link, from: change.from, to: change.to, info: null }
    case 'route':
      return {
        kind: 'host-route',
        about: change.destination,
        from: route(change.from),
        to: route(change.to) ?? 'absent',
        info: null,
      }
    case 'process': {
      const one = (change.to ?? change.from)!
      return {
        kind: 'host-process',
        about: `${one.command} ${one.pid}`,
        from: process(change.from) ?? 'absent',
        to: process(change.to) ?? 'absent',
        info: null,
      }
    }
    case 'vrrp': {
      const one = (change.to ?? change.from)!
      if (change.from?.state === change.to?.state && change.from?.priority === change.to?.priority)
        return null
      return {
        kind: 'host-vrrp',
        about: one.instance,
        from: vrrp(change.from),
        to: vrrp(change.to) ?? 'absent',
        info: null,
      }
    }
    case 'agent':
      return {
        kind: 'host-agent',
        about: 'agent',
        from: null,
        to: change.to,
        info: change.to === 'dropped' ? change.detail : null,
      }
  }
}

export function diffHost(changes: HostChanges, nameOf: MacName): EventDraft[] {
  const { host, arrivedAtMs } = changes
  const told = { loadBalancer: '', source: `agent ${host}`, observedAtMs: arrivedAtMs }
  const drafts: EventDraft[] = []
  let cut = changes.changesCut
  for (const change of changes.changes) {
    const said = words(change, nameOf)
    if (said === null) continue
    if (drafts.length >= MAX_EVENTS) {
      cut++
      continue
    }
    const { kind, ...known } = said
    const when = { atMs: Math.round(change.atMs), errorMs: Math.ceil(change.errorMs) }
    drafts.push(eventDraft({ kind, ...told, ...when }, { host, ...known }))
  }
  if (cut > 0) {
    const when = { atMs: Math.round(changes.atMs), errorMs: Math.ceil(changes.errorMs) }
    drafts.push(
      eventDraft(
        { kind: 'host-agent', ...told, ...when },
        { host, about: 'agent', to: 'limited', info: `${cut} changes not told` },
      ),
    )
  }
  return drafts
}
