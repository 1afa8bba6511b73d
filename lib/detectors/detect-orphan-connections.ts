/** Connections that a server still holds though whoever opened them is gone. */

import { endpointOf, otherEnd } from '../model/endpoint.ts'
import { MAX_CONNECTIONS } from '../model/finding.ts'
import type { Host, KnownSocket } from '../model/host.ts'
import { badConnection } from './bad-connection.ts'
import { cutOff, cutOffItself, SILENT_MS } from './cut-off.ts'
import { evidence, type FindingDraft, findingDraft, hostSubject, sure } from './finding-draft.ts'
import { idleNotice } from './kernel-notice.ts'
import { openedFromVip } from './left-behind.ts'
import type { Scene } from './scene.ts'
import { isPassive } from './socket-role.ts'
import { isConfirmed, lastReceivedAt, servedElsewhere } from './suspect-missing-ends.ts'

export const APART_MS = 1_900

type Case = {
  holder: Host
  socket: KnownSocket
  peer: Host
  sinceMs: number
  rule: 'both-ends' | 'peer-cut-off'
  why: string
}

function missing(scene: Scene): Case[] {
  const found: Case[] = []
  for (const suspect of scene.memory.suspects.values()) {
    const holder = scene.host(suspect.host)
    const peer = scene.host(suspect.at)
    const socket = holder?.sockets.get(suspect.key)
    if (holder === undefined || peer === undefined || socket === undefined || socket.goneAtMs !== null)
      continue
    if (!isPassive(holder, socket.local, socket.remote, peer) || cutOffItself(holder, socket)) continue
    if (socket.timer?.kind === 'retransmit' && socket.timer.tries > 0) continue
    const opened = openedFromVip(scene, socket)
    // Behind an address there may be containers: the other end must have been seen there before.
    if (!suspect.known && opened === null && !peer.sockets.has(otherEnd(suspect.key))) continue
    if (!isConfirmed(scene, suspect, APART_MS)) continue
    const address = endpointOf(socket.remote).address
    if (opened !== null && opened.former !== peer) {
      if (servedElsewhere(scene, suspect.key, address)) continue
      const why = `it called from ${address}, and ${peer.name}, where that is now, does not have them`
      found.push({ holder, socket, peer: opened.former, sinceMs: opened.move.atMs, rule: 'both-ends', why })
      continue
    }
    const why = `${peer.name}'s TCP table does not have them any more`
    found.push({ holder, socket, peer, sinceMs: suspect.firstLookMs, rule: 'both-ends', why })
  }
  return found
}

/** Seen before, or heard last before: then it is older than our first sight of it. */
function wasThere(socket: KnownSocket, atMs: number): boolean {
  return socket.firstSeenMs <= atMs || (lastReceivedAt(socket) ?? Number.POSITIVE_INFINITY) <= atMs
}

function left(scene: Scene): Case[] {
  const found: Case[] = []
  for (const peer of scene.world.hosts.values())
    for (const address of peer.addresses.keys()) {
      if (address === '127.0.0.1' || address === '::1' || scene.vips.has(address)) continue
      const cut = cutOff(scene, peer, address)
      if (cut === null) continue
      for (const holder of scene.world.hosts.values()) {
        const keys = holder.socketIndex?.byRemoteAddress.get(address)
        const look = holder.looks.at(-1)
        if (holder === peer || keys === undefined || look === undefined || !scene.isFresh(holder)) continue
        if (look.atMs < cut.sinceMs + SILENT_MS) continue
        for (const key of keys) {
          const socket = holder.sockets.get(key)!
          const heard = lastReceivedAt(socket)
          if (socket.state !== 'established' || !wasThere(socket, cut.sinceMs + 1_000)) continue
          if (!isPassive(holder, socket.local, socket.remote, peer)) continue
          if (heard !== null && heard > cut.sinceMs + holder.clock.errorMs + peer.clock.errorMs + 1_000)
            continue
          found.push({ holder, socket, peer, sinceMs: cut.sinceMs, rule: 'peer-cut-off', why: cut.why })
        }
      }
    }
  return found
}

function toFinding(cases: Case[]): FindingDraft {
  const { peer, rule, why, holder } = cases[0]!
  const servers = [...new Set(cases.map((one) => one.holder.name))]
  const startedAtMs = Math.min(...cases.map((one) => one.sinceMs))
  const connections = cases.map((one) => badConnection(one.holder, one.socket, 'orphan', one.sinceMs, peer))
  return findingDraft(
    {
      kind: 'orphan-connections',
      rule,
      severity: 'warning',
      confidence: sure(rule === 'both-ends' ? 0.93 : 0.85),
      subjects: [hostSubject(peer.name), ...servers.map(hostSubject)],
      startedAtMs,
      startedErrorMs: 1_000 + peer.clock.errorMs,
      text: `${servers.join(', ')} still hold${servers.length === 1 ? 's' : ''} ${cases.length} connection${cases.length === 1 ? '' : 's'} from ${peer.name}: ${why}`,
    },
    {
      thresholds: { apartMs: APART_MS, silentMs: SILENT_MS },
      evidence: servers.map((name) => {
        const own = cases.filter((one) => one.holder.name === name)
        const host = own[0]!.holder
        return evidence(
          'tcp',
          'server',
          name,
          hostSubject(peer.name),
          { atMs: host.looks.at(-1)?.atMs ?? host.reportAtMs, errorMs: host.clock.errorMs },
          `${name} has ${own.length} established from ${endpointOf(own[0]!.socket.remote).address}`,
        )
      }),
      connections: connections.slice(0, MAX_CONNECTIONS),
      connectionsTotal: connections.length,
      kernelNotice: idleNotice(
        holder.hello?.settings ?? null,
        connections.some((one) => one.keepalive === true) ? true : null,
      ),
      facts: { peer: peer.name, servers: servers.join(' '), why },
    },
  )
}

export function detectOrphanConnections(scene: Scene): FindingDraft[] {
  const seen = new Set<string>()
  const groups = new Map<string, Case[]>()
  for (const one of [...left(scene), ...missing(scene)]) {
    const id = `${one.holder.name} ${one.socket.local} ${one.socket.remote}`
    if (seen.has(id)) continue
    seen.add(id)
    groups.set(one.peer.name, [...(groups.get(one.peer.name) ?? []), one])
  }
  return [...groups.values()].map(toFinding)
}
