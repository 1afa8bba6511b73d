/** The world as detectors look at it at one moment: who holds what, who can be believed. */

import { plainAddress } from '../model/endpoint.ts'
import type { Host } from '../model/host.ts'
import type { World } from '../model/load-balancer.ts'
import type { Vip, VipHolding } from '../model/vip.ts'
import type { Memory } from './memory.ts'

/** An agent that has been silent for longer can no longer be taken at its word. */
export const FRESH_MS = 3_000
/** A report is missing after so many intervals. */
const MISSED = 1.6
/** Somebody of several sources speaks at least so often. */
const BETWEEN_MS = 500

export type Scene = ReturnType<typeof createScene>

/** True where its own word says that nothing gets in or out by this link. */
export function linkIsDead(host: Host, link: string | null): boolean {
  const known = link === null ? undefined : host.links.get(link)
  return known !== undefined && (!known.up || known.carrier === false)
}

/** VRRP says so; or neighbours saw it move between machines; or one let it go and another took it. */
function why(vip: Vip, inVrrp: Set<string>, memory: Memory, world: World): Vip['because'] | null {
  if (inVrrp.has(vip.address)) return 'vrrp'
  if (vip.moves.length === 0) return null
  const macs = new Set(vip.moves.flatMap((move) => [move.from.mac, move.to.mac]))
  if ((memory.flips.get(vip.address) ?? []).some((flip) => macs.has(flip.from) && macs.has(flip.to)))
    return 'neighbours'
  for (const host of world.hosts.values())
    for (const entry of host.neighbours.values())
      if (entry.address === vip.address && entry.mac !== null && macs.has(entry.mac)) return 'neighbours'
  // A bridge of containers has the same address on many machines, and they come and go.
  const handed = vip.moves.some((move) => {
    const links = [move.from, move.to].map((one) =>
      one.host === null || one.link === null ? undefined : world.hosts.get(one.host)?.links.get(one.link),
    )
    const former = move.from.host === null ? undefined : world.hosts.get(move.from.host)
    const letGo =
      move.from.toMs !== null || (former !== undefined && former.reportAtMs < move.atMs - FRESH_MS)
    return letGo && links.every((link) => link?.type !== 'bridge')
  })
  return handed ? 'moved' : null
}

/**
 * Until when this dashboard has heard anything at all, with the time that may lie between two reports.
 * Where every source is silent at once it is the dashboard that hears nothing.
 */
export function heardUntil(world: World, nowMs: number): number {
  const heard = heardOfAgents(world)
  for (const lb of world.loadBalancers.values()) if (lb.statsAtMs !== null) heard.push(lb.statsAtMs)
  return heard.length < 2 ? nowMs : Math.min(nowMs, Math.max(...heard) + BETWEEN_MS)
}

const heardOfAgents = (world: World) => [...world.hosts.values()].map((host) => host.heardAtMs)

/** The same of agents alone, by half of them at least: most of them silent at once is no silence of each. */
export function agentsHeardUntil(world: World, nowMs: number): number {
  const heard = heardOfAgents(world).sort((a, b) => b - a)
  const half = heard[Math.floor((heard.length - 1) / 2)]
  return half === undefined || heard.length < 2 ? nowMs : Math.min(nowMs, half + BETWEEN_MS)
}

export function createScene(world: World, memory: Memory, nowMs: number) {
  const inVrrp = new Set<string>()
  for (const host of world.hosts.values())
    for (const instance of host.vrrp)
      for (const one of instance.addresses) inVrrp.add(plainAddress(one.split('/')[0]!))
  const vips = new Map<string, Vip>()
  const holders = new Map<string, Host[]>()
  for (const vip of memory.vips.values()) {
    const because = why(vip, inVrrp, memory, world)
    if (because !== null) vips.set(vip.address, Object.assign(vip, { because }))
  }
  memory.known = new Set(vips.keys())
  for (const host of world.hosts.values())
    for (const held of host.addresses.values()) {
      if (!held.usable || held.scope === 'host' || held.link === 'lo') continue
      const list = holders.get(held.address)
      if (list) list.push(host)
      else holders.set(held.address, [host])
    }

  const host = (name: string | null) => (name === null ? undefined : world.hosts.get(name))
  const hearingMs = heardUntil(world, nowMs)
  const silentMs = (one: Host) =>
    Math.max(0, hearingMs - Math.max(one.heardAtMs, memory.listeningSinceMs ?? 0))
  const isFresh = (one: Host) => silentMs(one) <= FRESH_MS + 2 * (one.hello?.intervalMs ?? 1000) - 2000

  /** The newest holder by its own last word; null where no agent stands there. */
  function owner(vip: Vip): VipHolding | null {
    let best: VipHolding | null = null
    for (const one of vip.holdings) {
      if (one.toMs !== null || one.host === null) continue
      if (best === null || one.fromMs >= best.fromMs) best = one
    }
    const last = vip.moves.at(-1)
    // Its neighbours know of a newer one, where no agent stands.
    if (last?.by === 'neighbour' && last.to.host === null && (best === null || last.atMs > best.fromMs))
      return null
    return best
  }

  return {
    world,
    memory,
    nowMs,
    vips,
    host,
    owner,
    isFresh,
    /** Nothing is missing of its reports yet, as late as they come. */
    isSpeaking: (one: Host) =>
      silentMs(one) <= MISSED * (one.hello?.intervalMs ?? 1000) + 2 * (memory.lagMs.get(one.name) ?? 0),
    silentMs,
    holdersOf: (address: string) => holders.get(address) ?? [],
    /** The host at which connections to this address end; null where that is not known, or more than one. */
    endsAt(address: string): Host | null {
      const vip = vips.get(address)
      if (vip !== undefined && vip.moves.length > 0) return host(owner(vip)?.host ?? null) ?? null
      const all = holders.get(address) ?? []
      return all.length === 1 ? all[0]! : null
    },
  }
}
