/** Which move of an address left a connection behind, and with whom it was before. */

import { endpointOf, otherEnd } from '../model/endpoint.ts'
import type { Host, KnownSocket } from '../model/host.ts'
import type { VipMove } from '../model/vip.ts'
import type { Scene } from './scene.ts'

const MARGIN_MS = 1_000

/** The move after which its other end was left behind: the first one since it was there. */
export function moveOf(scene: Scene, address: string, socket: KnownSocket): VipMove | null {
  const moves = scene.vips.get(address)?.moves ?? []
  return (
    moves.find((move) => move.atMs + move.errorMs + MARGIN_MS >= socket.firstSeenMs) ?? moves.at(-1) ?? null
  )
}

/** Who opened it from an address that has moved away since: load balancers may call from their VIP, in IPv6 they do. */
export function openedFromVip(scene: Scene, socket: KnownSocket): { former: Host; move: VipMove } | null {
  const move = moveOf(scene, endpointOf(socket.remote).address, socket)
  const former = scene.host(move?.from.host ?? null)
  const known = former?.sockets.has(otherEnd(`${socket.local} ${socket.remote}`)) === true
  return move !== null && former !== undefined && known ? { former, move } : null
}
