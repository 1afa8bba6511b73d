/** One connection that is not what its holder takes it for, as findings list it. */

import { otherEnd } from '../model/endpoint.ts'
import type { BadConnection } from '../model/finding.ts'
import type { Host, KnownSocket } from '../model/host.ts'
import { lastReceivedAt } from './suspect-missing-ends.ts'

export function badConnection(
  holder: Host,
  socket: KnownSocket,
  kind: BadConnection['class'],
  sinceMs: number,
  peer: Host | null,
): BadConnection {
  const other = peer?.sockets.get(otherEnd(`${socket.local} ${socket.remote}`))
  const state = other === undefined || other.goneAtMs !== null ? null : other.state
  const look = peer?.looks.at(-1)
  const heardMs = lastReceivedAt(socket)
  return {
    host: holder.name,
    local: socket.local,
    remote: socket.remote,
    class: kind,
    sinceMs: Math.round(sinceMs),
    lastReceivedAtMs: heardMs === null ? null : Math.round(heardMs),
    peer:
      peer === null || look === undefined ? null : { host: peer.name, state, atMs: Math.round(look.atMs) },
    process: socket.process,
    keepalive: socket.timer === null ? null : socket.timer.kind === 'keepalive' ? true : null,
  }
}

export const connectionKey = (one: Pick<BadConnection, 'host' | 'local' | 'remote'>) =>
  `${one.host} ${one.local} ${one.remote}`
