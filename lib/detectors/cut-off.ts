/** Whether a host can still be reached by the others, by its own word and by theirs. */

import { endpointOf } from '../model/endpoint.ts'
import type { Host, KnownSocket } from '../model/host.ts'
import { linkIsDead, type Scene } from './scene.ts'

/** A silent agent alone proves nothing; with another sign its host counts as cut off. */
export const SILENT_MS = 3_000

/** Since when and why a host counts as cut off from the others; null where it does not. */
export function cutOff(scene: Scene, host: Host, address: string): { sinceMs: number; why: string } | null {
  const link = host.addresses.get(address)?.link ?? null
  if (linkIsDead(host, link)) {
    return { sinceMs: host.links.get(link!)!.sinceMs, why: `${host.name}'s link ${link} is down` }
  }
  if (scene.silentMs(host) <= SILENT_MS) return null
  const moved = [...scene.vips.values()].some((vip) =>
    vip.moves.some((move) => move.from.host === host.name && move.atMs > host.reportAtMs - 1_000),
  )
  if (moved) return { sinceMs: host.reportAtMs, why: `${host.name} is silent and its address moved away` }
  for (const other of scene.world.hosts.values())
    for (const entry of other.neighbours.values())
      if (entry.address === address && entry.state === 'failed' && scene.isFresh(other))
        return {
          sinceMs: host.reportAtMs,
          why: `${host.name} is silent and ${other.name} gets no answer from ${address}`,
        }
  return null
}

/** What a holder's own dead link cuts off says nothing of the path, nor of the others. */
export function cutOffItself(holder: Host, socket: KnownSocket): boolean {
  const address = endpointOf(socket.local).address
  const link = holder.addresses.get(address)?.link ?? null
  if (link !== null) return linkIsDead(holder, link)
  // An address that was let go with its link.
  return holder.lost.has(address)
}
