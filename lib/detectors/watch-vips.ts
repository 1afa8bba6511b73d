/** Keeps who held each address when, from the hosts' own word and from their neighbours' tables. */

import type { Host } from '../model/host.ts'
import type { HostChanged, HostChanges } from '../model/host-changes.ts'
import type { World } from '../model/load-balancer.ts'
import type { Vip, VipHolding, VipMove } from '../model/vip.ts'
import type { Memory } from './memory.ts'

export const MAX_ADDRESSES = 5_000
export const MAX_HOLDINGS = 32
export const MAX_MOVES = 32
export const MAX_FLIPS = 64
export const MAX_HAPPENINGS = 32
/** Lost and taken further apart than this, an address has not moved: it was given out anew. */
export const MOVE_WINDOW_MS = 120_000
/** A report this much later than the one before: the agent was silent in between. */
export const SILENCE_MS = 3_000
/** Reports that come late make a silence of the same length likely; it fades with each report. */
const MAX_LAG_MS = 5_000
const LAG_DECAY = 0.9
/** A neighbour's word of a move that the new holder told of itself. */
const SAME_MOVE_MS = 60_000

/** Loopback, link-local, and what servers behind direct routing hold quietly. */
function canMove(host: Host | undefined, address: string, link: string): boolean {
  if (/^(127\.|169\.254\.|fe[89ab][0-9a-f]:)/.test(address) || address === '::1') return false
  const known = host?.links.get(link)
  return known?.loopback !== true && known?.type !== 'dummy' && link !== 'lo'
}

export function addressMemory(memory: Memory, address: string): Vip | null {
  const known = memory.vips.get(address)
  if (known) return known
  if (memory.vips.size >= MAX_ADDRESSES) return null
  const created: Vip = { address, because: 'moved', holdings: [], moves: [] }
  memory.vips.set(address, created)
  return created
}

export function push<T>(list: T[], item: T, limit: number): void {
  list.push(item)
  if (list.length > limit) list.shift()
}

/** The one who held it last before `to` took it: who still holds it, or who lost it latest. */
function formerHolder(vip: Vip, to: VipHolding): VipHolding | null {
  let best: VipHolding | null = null
  for (const one of vip.holdings) {
    if (one === to || one.host === to.host || one.fromMs > to.fromMs + to.fromErrorMs) continue
    if (one.toMs !== null && one.toMs < to.fromMs - MOVE_WINDOW_MS) continue
    const later =
      best === null || (one.toMs ?? Number.POSITIVE_INFINITY) >= (best.toMs ?? Number.POSITIVE_INFINITY)
    if (later) best = one
  }
  return best
}

function tellHeld(memory: Memory, world: World, host: string, change: HostChanged & { what: 'address' }) {
  const known = world.hosts.get(host)
  if (!canMove(known, change.address, change.link)) return
  const vip = addressMemory(memory, change.address)
  if (vip === null) return
  const open = vip.holdings.find((one) => one.host === host && one.toMs === null)
  if (!change.held) {
    if (open) Object.assign(open, { toMs: change.atMs, toErrorMs: change.errorMs })
    return
  }
  if (open) return
  const holding: VipHolding = {
    host,
    link: change.link,
    mac: known?.links.get(change.link)?.mac ?? null,
    fromMs: change.atMs,
    fromErrorMs: change.errorMs,
    fromUnknown: change.first,
    toMs: null,
    toErrorMs: 0,
  }
  push(vip.holdings, holding, MAX_HOLDINGS)
  const from = formerHolder(vip, holding)
  // At a first look somebody else's loss just before shows that it moved; two steady holders show nothing.
  if (from === null || (change.first && from.toMs === null)) return
  const atMs = change.first ? from.toMs! : change.atMs
  const errorMs = change.first ? change.atMs - atMs : change.errorMs
  const last = vip.moves.at(-1)
  if (last?.by === 'neighbour' && last.to.mac === holding.mac && Math.abs(last.atMs - atMs) < SAME_MOVE_MS) {
    // Its neighbours told of it before it did.
    Object.assign(last, { to: holding, from, atMs, errorMs, by: 'address', seenBy: [host, ...last.seenBy] })
  } else push(vip.moves, { atMs, errorMs, from, to: holding, seenBy: [host], by: 'address' }, MAX_MOVES)
}

export function hostOfMac(world: World, mac: string): { host: string; link: string } | null {
  let found: { host: string; link: string } | null = null
  for (const host of world.hosts.values())
    for (const link of host.links.values()) {
      if (link.mac !== mac || link.loopback) continue
      if (found !== null && found.host !== host.name) return null
      found = { host: host.name, link: link.name }
    }
  return found
}

/** True where neighbours know the MAC as that of another address too: a machine, not a new network card. */
function answersElsewhere(world: World, mac: string, address: string): boolean {
  for (const host of world.hosts.values())
    for (const entry of host.neighbours.values())
      if (entry.address !== address && (entry.mac === mac || entry.macs.some((one) => one.mac === mac)))
        return true
  return false
}

function unknownHolding(world: World, mac: string, atMs: number, errorMs: number): VipHolding {
  const place = hostOfMac(world, mac)
  return {
    host: place?.host ?? null,
    link: place?.link ?? null,
    mac,
    fromMs: atMs,
    fromErrorMs: errorMs,
    fromUnknown: true,
    toMs: null,
    toErrorMs: 0,
  }
}

function tellFlip(memory: Memory, world: World, host: string, change: HostChanged & { what: 'neighbour' }) {
  const { address, from, to, atMs, errorMs } = change
  if (from === null || to === null || !canMove(undefined, address, change.link)) return
  const vip = addressMemory(memory, address)
  if (vip === null) return
  const flips = memory.flips.get(address) ?? []
  push(flips, { host, atMs, errorMs, from, to }, MAX_FLIPS)
  memory.flips.set(address, flips)

  const told = vip.moves.findLast((move) => move.to.mac === to && Math.abs(move.atMs - atMs) < SAME_MOVE_MS)
  if (told) {
    if (!told.seenBy.includes(host)) told.seenBy.push(host)
    return
  }
  const newHost = hostOfMac(world, to)?.host ?? null
  const holding = vip.holdings.findLast(
    (one) => one.toMs === null && one.host !== null && one.host === newHost,
  )
  if (holding && (holding.fromUnknown || Math.abs(holding.fromMs - atMs) > SAME_MOVE_MS)) return
  const known = hostOfMac(world, from) !== null || answersElsewhere(world, from, address)
  if (!known || (newHost === null && !answersElsewhere(world, to, address))) return
  const before =
    vip.holdings.findLast((one) => one.mac === from) ?? unknownHolding(world, from, atMs, errorMs)
  const after = holding ?? { ...unknownHolding(world, to, atMs, errorMs), fromUnknown: false }
  const move: VipMove = { atMs, errorMs, from: before, to: after, seenBy: [host], by: 'neighbour' }
  if (holding) Object.assign(move, { atMs: holding.fromMs, errorMs: holding.fromErrorMs, by: 'address' })
  push(vip.moves, move, MAX_MOVES)
}

/** Writes into `memory`; `world` already holds the report. */
export function watch(memory: Memory, world: World, changes: HostChanges): void {
  const before = memory.lastReportMs.get(changes.host)
  if (before !== undefined && changes.atMs - before > SILENCE_MS)
    memory.resumedAtMs.set(changes.host, changes.atMs)
  memory.lastReportMs.set(changes.host, changes.atMs)
  const lagMs = Math.min(MAX_LAG_MS, Math.max(0, changes.arrivedAtMs - changes.atMs - changes.errorMs))
  memory.lagMs.set(changes.host, Math.max(lagMs, (memory.lagMs.get(changes.host) ?? 0) * LAG_DECAY))
  for (const change of changes.changes) {
    if (change.what === 'address') tellHeld(memory, world, changes.host, change)
    else if (change.what === 'neighbour') tellFlip(memory, world, changes.host, change)
    else if (change.what === 'link' || change.what === 'process' || change.what === 'vrrp') {
      const list = memory.happenings.get(changes.host) ?? []
      push(list, change, MAX_HAPPENINGS)
      memory.happenings.set(changes.host, list)
    }
  }
}
