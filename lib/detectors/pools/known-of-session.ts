/** What agents know of a client's connection: what runs at its end, and for how long nothing has passed. */

import { plainEndpoint } from '../../model/endpoint.ts'
import type { Host, KnownSocket } from '../../model/host.ts'
import type { OpenSession, World } from '../../model/load-balancer.ts'
import type { Command, KnownOfSession } from './forecast-drain.ts'

function socketIdleMs(socket: KnownSocket, nowMs: number): number | null {
  const { detail, detailAtMs } = socket
  if (detail === null || detailAtMs === null) return null
  const ages = [detail.lastSentMs, detail.lastReceivedMs].filter((ms) => ms !== null)
  return ages.length === 0 ? null : Math.max(0, nowMs - detailAtMs) + Math.min(...ages)
}

/** The terminal's own words where one runs there; else whose socket it is. */
function commandAt(host: Host, key: string, socket: KnownSocket | undefined): Command | null {
  for (const { tty, carriedBy, commands } of host.terminals) {
    const holder = commands.find((one) => one.sockets.includes(key))
    if (holder) return { host: host.name, tty, command: holder.command }
    if (carriedBy === key) return { host: host.name, tty, command: commands[0]?.command ?? 'a terminal' }
  }
  const process = socket?.process ?? null
  return process === null ? null : { host: host.name, tty: null, command: process.command }
}

/** Looks seen so far are how long it has been idle at least, where no kernel tells. */
function idleByLooks(
  { movedAtMs, firstSeenMs, seenAtMs, bytesIn }: OpenSession,
  nowMs: number,
): number | null {
  if (bytesIn === null) return null
  if (movedAtMs !== null) return Math.max(0, nowMs - movedAtMs)
  return seenAtMs > firstSeenMs ? Math.max(0, nowMs - firstSeenMs) : null
}

/** A session has two connections with two ends each; agents may stand at any of them. */
export function knownOfSession(world: World, nowMs: number): KnownOfSession {
  const hosts = [...world.hosts.values()]
  return (session) => {
    const { client, listener, local, remote } = session
    let command: Command | null = null
    let idleMs: number | null = null
    const keys: [key: string, isClient: boolean][] = []
    if (listener !== null) {
      const [from, to] = [plainEndpoint(client), plainEndpoint(listener)]
      keys.push([`${from} ${to}`, true], [`${to} ${from}`, false])
    }
    if (local !== null && remote !== null)
      keys.push([`${plainEndpoint(remote)} ${plainEndpoint(local)}`, false])
    for (const host of hosts)
      for (const [key, isClient] of keys) {
        const socket = host.sockets.get(key)
        const live = socket?.goneAtMs === null ? socket : undefined
        // A terminal tells at either end; a process only at the client's.
        const found = commandAt(host, key, isClient ? live : undefined)
        if (command === null || (isClient && found !== null)) command = found
        const told = live ? socketIdleMs(live, nowMs) : null
        if (told !== null) idleMs = Math.min(idleMs ?? told, told)
      }
    return { command, idleMs: idleMs === null ? idleByLooks(session, nowMs) : Math.round(idleMs) }
  }
}
