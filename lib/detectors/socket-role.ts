/** Which end of a connection a host is: the one that listened, or the one that called. */

import { endpointOf } from '../model/endpoint.ts'
import type { Host } from '../model/host.ts'

/** Ports from here on are given out to callers by the kernel. */
const EPHEMERAL = 32_768

export function listensOn(host: Host | null | undefined, local: string): boolean | null {
  if (!host || host.listens === null) return null
  const { port } = endpointOf(local)
  return host.listens.some(
    (one) => one === local || one === `*:${port}` || one === `[::]:${port}` || one === `0.0.0.0:${port}`,
  )
}

/** True where `holder` listened. `peer` is the host at the other end, where one is known. */
export function isPassive(holder: Host, local: string, remote: string, peer: Host | null): boolean {
  const mine = listensOn(holder, local)
  const its = listensOn(peer, remote)
  if (mine !== its && (mine === true || its === true)) return mine === true
  const [localPort, remotePort] = [Number(endpointOf(local).port), Number(endpointOf(remote).port)]
  return localPort < remotePort && (localPort < EPHEMERAL || remotePort >= EPHEMERAL)
}
