/** Compares both ends' TCP tables: which sockets lack their other end, over how many looks. */

import { otherEnd } from '../model/endpoint.ts'
import type { Host, KnownSocket } from '../model/host.ts'
import type { Suspect } from './memory.ts'
import { linkIsDead, type Scene } from './scene.ts'

/** Two looks must lack it, this far apart at least. */
export const APART_MS = 800
/** Beyond the clocks' errors: what is on its way between two hosts. */
export const IN_FLIGHT_MS = 200
export const MAX_SUSPECTS = 20_000

type Look = Host['looks'][number]

/** The newest complete look; null where the table is only sampled, or not whole. */
export function completeLook(host: Host): Look | null {
  const look = host.looks.at(-1)
  return look !== undefined && look.sampled === 1 ? look : null
}

/** When its peer was last heard, as far as the kernel was asked. */
export function lastReceivedAt(socket: KnownSocket): number | null {
  const ago = socket.detail?.lastReceivedMs ?? null
  return ago === null || socket.detailAtMs === null ? null : socket.detailAtMs - ago
}

/**
 * True where a living host that holds the address by its own word has the other end: a server behind direct
 * routing, the other of two hosts that hold it, or a former owner that may still say so.
 */
export function servedElsewhere(scene: Scene, key: string, address: string): boolean {
  const other = otherEnd(key)
  for (const host of scene.world.hosts.values()) {
    if (host.sockets.get(other)?.goneAtMs !== null || !scene.isSpeaking(host)) continue
    const held = host.addresses.get(address)
    if (held?.usable === true && !linkIsDead(host, held.link)) return true
  }
  return false
}

function examine(scene: Scene, holder: Host, at: Host, key: string, look: Look): void {
  const { suspects } = scene.memory
  const other = at.sockets.get(otherEnd(key))
  const found = other !== undefined && other.goneAtMs === null
  // Nearly always: both ends are there, and nobody ever doubted it.
  if (found && suspects.size === 0) return
  const id = `${holder.name} ${key}`
  const known = suspects.get(id)
  const socket = holder.sockets.get(key)!
  const errorsMs = holder.clock.errorMs + at.clock.errorMs
  const heard = lastReceivedAt(socket)
  const alive = known !== undefined && heard !== null && heard > known.firstLookMs + errorsMs + IN_FLIGHT_MS
  if (found || socket.state !== 'established' || alive) {
    if (known) suspects.delete(id)
    return
  }
  // It must have been there before the other host looked.
  if (look.atMs < socket.firstSeenMs + errorsMs && known?.known !== true) return
  if (known === undefined || known.at !== at.name) {
    if (suspects.size >= MAX_SUSPECTS) return
    const suspect: Suspect = {
      host: holder.name,
      key,
      at: at.name,
      firstLookMs: look.atMs,
      lastLookMs: look.atMs,
      known: known?.known ?? false,
    }
    suspects.set(id, suspect)
  } else known.lastLookMs = look.atMs
}

/** Writes suspects into the memory. Who has not looked again is not compared again. */
export function suspectMissingEnds(scene: Scene): void {
  const { memory, world } = scene
  for (const at of world.hosts.values()) {
    const look = completeLook(at)
    if (look === null || memory.compared.get(at.name) === look.atMs) continue
    memory.compared.set(at.name, look.atMs)
    for (const address of at.addresses.keys()) {
      if (scene.endsAt(address) !== at) continue
      for (const holder of world.hosts.values()) {
        const keys = holder === at ? undefined : holder.socketIndex?.byRemoteAddress.get(address)
        for (const key of keys ?? []) examine(scene, holder, at, key, look)
      }
    }
  }
  for (const [id, suspect] of memory.suspects) {
    const host = world.hosts.get(suspect.host)
    const socket = host?.sockets.get(suspect.key)
    // After a restart nobody has looked yet: what was found stays so until somebody has.
    if (suspect.known && (host === undefined || host.looks.length === 0)) continue
    if (socket === undefined || socket.goneAtMs !== null || socket.state !== 'established')
      memory.suspects.delete(id)
  }
}

/** Lacking in two looks far enough apart, and still held after the first of them. */
export function isConfirmed(scene: Scene, suspect: Suspect, apartMs: number): boolean {
  if (suspect.known) return true
  const holder = scene.host(suspect.host)
  const at = scene.host(suspect.at)
  const own = holder?.looks.at(-1)
  if (holder === undefined || at === undefined || own === undefined) return false
  const errorsMs = holder.clock.errorMs + at.clock.errorMs
  return (
    suspect.lastLookMs - suspect.firstLookMs >= apartMs &&
    own.atMs - errorsMs >= suspect.firstLookMs + IN_FLIGHT_MS
  )
}
