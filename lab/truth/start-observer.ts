/** What the lab itself sees of a scenario: owners by the kernels' announcements, sockets by looks at every kernel. */

import type { Site } from '../net/start-site.ts'
import type { Fault } from '../scenarios/fault-schema.ts'
import { type JudgedSockets, judgeSockets, type Role, SOCKET_CLASSES, socketKey } from './judge-sockets.ts'
import { type Look, lookAt } from './look.ts'
import type { HaproxyWord } from './read-haproxy-line.ts'
import { watchOwners } from './watch-owners.ts'
import { watchPools } from './watch-pools.ts'

export type TruthEvent = { atMs: number; text: string } & (
  | { what: 'fault'; id: string | null; fault: Fault }
  | HaproxyWord
  | { what: 'versions-differ' | 'versions-agree' }
  | { what: 'owner-changed' | 'two-owners' | 'one-owner' | 'no-owner'; vip: string; host: string }
)

/** How long a connection was judged so, in looks: first and last time. */
export type Spell = { fromMs: number; toMs: number }
export type Observer = {
  events: TruthEvent[]
  note: (event: TruthEvent) => void
  /** By class, then by `host local remote`. */
  spells: Record<keyof JudgedSockets, Map<string, Spell>>
  looks: number
  /** Times a client's neighbour entry for a VIP changed its MAC, and how often a single look showed an unmatched client. */
  naive: {
    macChanges: { atMs: number; host: string; vip: string }[]
    unmatched: { atMs: number; count: number }[]
  }
  lookNow: () => Promise<JudgedSockets>
  stop: () => void
}

const LOOK_EVERY_MS = 500

export async function startObserver(
  site: Site,
  tell: (atMs: number, line: string) => void,
  versionsOf: string | null = null,
): Promise<Observer> {
  const events: TruthEvent[] = []
  const unreachable = new Set<string>()
  const lastOwner = new Map<string, string>()
  const roles = new Map(Object.entries(site.plan.hosts).map(([name, host]) => [name, host.role as Role]))
  const hostOf = new Map([...site.addresses].map(([name, own]) => [own.data, name]))
  const watch = await watchOwners(site, ({ atMs, vip, host, gone, owners }) => {
    const reachable = owners.filter((one) => !unreachable.has(one))
    const say = (what: 'owner-changed' | 'two-owners' | 'one-owner' | 'no-owner', text: string) => {
      events.push({ atMs, what, vip, host, text })
      tell(atMs, `truth: ${text}`)
    }
    if (!gone && lastOwner.get(vip) !== host) {
      say('owner-changed', `${host} has ${vip}`)
      lastOwner.set(vip, host)
    }
    if (!gone && owners.length > 1)
      say(
        'two-owners',
        `${owners.join(' and ')} both hold ${vip}${reachable.length < 2 ? ', one of them out of reach' : ''}`,
      )
    if (gone && owners.length === 1) say('one-owner', `${owners[0]} alone holds ${vip}`)
    if (gone && owners.length === 0) say('no-owner', `nobody holds ${vip}`)
    if (gone && owners.length === 1) lastOwner.set(vip, owners[0]!)
  })
  for (const [vip, owners] of watch.owners) for (const owner of owners) lastOwner.set(vip, owner)

  const spells: Observer['spells'] = {
    ...{ phantoms: new Map(), blackholes: new Map(), orphans: new Map(), clientless: new Map() },
  }
  const naive: Observer['naive'] = { macChanges: [], unmatched: [] }
  let before: Look | null = null

  async function lookNow(): Promise<JudgedSockets> {
    const look = await lookAt(site, Date.now())
    const owners = new Map(
      [...watch.owners].map(([vip, held]) => [vip, [...held].filter((one) => !unreachable.has(one))]),
    )
    const reachable = (name: string) => !unreachable.has(name)
    const judged = judgeSockets({ hosts: look.hosts, roles, hostOf, owners, reachable })
    for (const kind of SOCKET_CLASSES) {
      const map = spells[kind]
      for (const one of judged[kind]) {
        const key = socketKey(one)
        const spell = map.get(key)
        if (spell) spell.toMs = look.atMs
        else map.set(key, { fromMs: look.atMs, toMs: look.atMs })
      }
    }
    naive.unmatched.push({ atMs: look.atMs, count: judged.phantoms.length })
    for (const [host, macs] of look.macs)
      for (const { address: vip } of site.plan.vips) {
        const [old, now] = [before?.macs.get(host)?.get(vip), macs.get(vip)]
        if (old && now && old !== now) naive.macChanges.push({ atMs: look.atMs, host, vip })
      }
    before = look
    observer.looks++
    return judged
  }

  const observer: Observer = {
    ...{ events, spells, looks: 0, naive, lookNow },
    note(event) {
      events.push(event)
      if (event.what !== 'fault') return
      const { fault } = event
      if (fault.do === 'freeze-host' || (fault.do === 'cut-link' && fault.network === 'data'))
        unreachable.add(fault.host)
      if (fault.do === 'thaw-host' || (fault.do === 'restore-link' && fault.network === 'data'))
        unreachable.delete(fault.host)
    },
    stop() {
      clearInterval(timer)
      watch.stop()
      pools.stop()
    },
  }
  const pools = watchPools(site, versionsOf, (event) => {
    events.push(event)
    tell(event.atMs, `truth: ${event.text}`)
  })
  // Where no address can move, sockets are looked at once, at the end.
  let looking = false
  async function lookAgain() {
    if (looking) return
    looking = true
    await lookNow().finally(() => {
      looking = false
    })
  }
  const timer = site.plan.vrrp.run ? setInterval(() => void lookAgain(), LOOK_EVERY_MS) : undefined
  return observer
}
