/** Hosts that have said nothing for so long that what they said means nothing any more. */

import type { World } from '../model/load-balancer.ts'

/** A host is forgotten after this; its TCP table much sooner. */
export const FORGET_HOST_MS = 24 * 3_600_000
export const FORGET_SOCKETS_MS = 3_600_000

/** Writes into `world`; answers with the names that are gone. */
export function forgetSilent(world: World, nowMs: number): string[] {
  const gone: string[] = []
  for (const host of world.hosts.values()) {
    const silentMs = nowMs - host.heardAtMs
    if (silentMs > FORGET_SOCKETS_MS && host.sockets.size > 0) {
      host.sockets.clear()
      host.looks = []
      delete host.socketIndex
    }
    if (silentMs <= FORGET_HOST_MS) continue
    world.hosts.delete(host.name)
    gone.push(host.name)
  }
  return gone
}
