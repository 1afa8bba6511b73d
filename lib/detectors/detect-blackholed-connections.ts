/** Connections with data in flight that nobody acknowledges: the path drops it, or nobody is there. */

import { endpointOf, otherEnd } from '../model/endpoint.ts'
import { type BadConnection, MAX_CONNECTIONS } from '../model/finding.ts'
import type { Host, KnownSocket } from '../model/host.ts'
import type { VipHolding } from '../model/vip.ts'
import { badConnection } from './bad-connection.ts'
import { cutOff, cutOffItself } from './cut-off.ts'
import { evidence, type FindingDraft, findingDraft, hostSubject, sure, vipSubject } from './finding-draft.ts'
import { busyNotice } from './kernel-notice.ts'
import { linkIsDead, type Scene } from './scene.ts'
import { isPassive } from './socket-role.ts'
import { completeLook, lastReceivedAt } from './suspect-missing-ends.ts'

/** Four retransmissions at the kernel's least timeout take 3 s: a stall that heals before is no failure. */
export const STUCK_MS = 3_200
export const TRIES = 3
export const APART_MS = 800
/** The owner of the address is gone: another may take it, and its first answer ends the connection. */
export const TAKEOVER_MS = 4_400
/** Nobody holds it: somebody has given it up, and who backs him up has counted his adverts from then on. */
export const HANDOVER_MS = 3_900
/** A server's word that its caller does not answer waits for the caller's own. */
export const CALLER_SILENT_MS = 10_000
const GONE_MS = 1_600
/** A retransmission, its answer, and the look that sees it. */
const ANSWER_MS = 2_000
/** Callers from anywhere vanish every day: so many of one service, and such a share of it, must be stuck. */
export const STRANGERS = 3
export const STRANGERS_SHARE = 0.3

type Case = {
  holder: Host
  socket: KnownSocket
  peer: Host | null
  service: string
  passive: boolean
  stranger: boolean
}

function isStuck(scene: Scene, host: Host, key: string, socket: KnownSocket): boolean {
  const look = host.looks.at(-1)
  const since = socket.stuckSinceMs
  if (look === undefined || since === null || (socket.timer?.tries ?? 0) < TRIES) return false
  if (socket.state !== 'established' && socket.state !== 'close-wait') return false
  const id = `${host.name} ${key}`
  const seen = scene.memory.stuckSeen.get(id)
  if (seen === undefined) scene.memory.stuckSeen.set(id, look.atMs)
  return seen !== undefined && look.atMs - seen >= APART_MS && look.atMs - since >= STUCK_MS
}

/** How long a new owner is waited for; 0 where the address has one, or where that is not known. */
function awaitedMs(scene: Scene, holding: VipHolding | null): number {
  if (holding === null) return HANDOVER_MS
  const owner = scene.host(holding.host)
  if (owner === undefined) return 0
  return scene.silentMs(owner) > GONE_MS || linkIsDead(owner, holding.link) ? TAKEOVER_MS : 0
}

/** True while the next retransmission may still be answered by the address's new owner, or soon by one. */
function mayBeAnswered(scene: Scene, holder: Host, socket: KnownSocket): boolean {
  const address = endpointOf(socket.remote).address
  const vip = scene.vips.get(address)
  if (vip === undefined) return false
  const since = socket.stuckSinceMs!
  const lookMs = holder.looks.at(-1)?.atMs ?? scene.nowMs
  const move = vip.moves.findLast((one) => one.atMs + one.errorMs >= since)
  if (move === undefined) return lookMs - since < awaitedMs(scene, scene.owner(vip))
  const macs = [...(scene.host(move.to.host)?.links.values() ?? [])].map((link) => link.mac)
  const entry = [...holder.neighbours.values()].find((one) => one.address === address && one.mac !== null)
  // What it believed before the move says nothing of what it believes now.
  const told = holder.reportAtMs > move.atMs + move.errorMs + holder.clock.errorMs
  if (told && entry !== undefined && macs.length > 0 && !macs.includes(entry.mac)) return false
  // Each retransmission waits as long as all before it: the last one before the move knows nothing of it.
  const waitedMs = Math.max(0, move.atMs - since)
  return lookMs < move.atMs + waitedMs + ANSWER_MS
}

/** The first look that saw it retransmit is remembered while it does. */
function remember(scene: Scene, host: Host) {
  const look = host.looks.at(-1)
  if (look === undefined) return
  for (const key of host.socketIndex?.stuck ?? []) {
    const id = `${host.name} ${key}`
    if (!scene.memory.stuckSeen.has(id)) scene.memory.stuckSeen.set(id, look.atMs)
  }
}

function cases(scene: Scene): Case[] {
  const { world, memory } = scene
  for (const id of memory.stuckSeen.keys()) {
    const space = id.indexOf(' ')
    if (world.hosts.get(id.slice(0, space))?.socketIndex?.stuck.has(id.slice(space + 1)) !== true)
      memory.stuckSeen.delete(id)
  }
  const found = new Map<string, Case>()
  const add = (one: Case) => found.set(`${one.holder.name} ${one.socket.local} ${one.socket.remote}`, one)
  for (const holder of world.hosts.values()) {
    remember(scene, holder)
    for (const key of holder.socketIndex?.stuck ?? []) {
      const socket = holder.sockets.get(key)
      if (socket === undefined || !isStuck(scene, holder, key, socket)) continue
      const remote = endpointOf(socket.remote).address
      if (cutOffItself(holder, socket) || mayBeAnswered(scene, holder, socket)) continue
      const peer = scene.endsAt(remote)
      const passive = isPassive(holder, socket.local, socket.remote, peer)
      // Of a caller that is cut off it is an orphan, whatever else is in flight.
      if (passive && peer !== null && cutOff(scene, peer, remote) !== null) continue
      const quietMs = peer === null ? 0 : scene.silentMs(peer)
      if (passive && quietMs > GONE_MS && quietMs < CALLER_SILENT_MS) continue
      const stranger = passive && scene.holdersOf(remote).length === 0
      const service = passive ? endpointOf(socket.local).address : remote
      const caller = passive ? peer?.sockets.get(otherEnd(key)) : undefined
      // One connection is told once, as its caller has it.
      if (peer !== null && caller !== undefined && peer.socketIndex?.stuck.has(otherEnd(key)) === true)
        add({ holder: peer, socket: caller, peer: holder, service, passive: false, stranger: false })
      else add({ holder, socket, peer, service, passive, stranger })
    }
  }
  return [...found.values()]
}

function manyStrangers(own: Case[]): boolean {
  const strangers = own.filter((one) => one.stranger)
  if (strangers.length < STRANGERS) return false
  const { holder, socket } = strangers[0]!
  const all = holder.socketIndex?.byLocal.get(socket.local)?.size ?? strangers.length
  return strangers.length >= all * STRANGERS_SHARE
}

function classOf(scene: Scene, { holder, socket, peer }: Case): BadConnection['class'] {
  const look = peer === null ? null : completeLook(peer)
  if (peer === null || look === null || !scene.isFresh(peer)) return 'blackhole'
  const other = peer.sockets.get(otherEnd(`${socket.local} ${socket.remote}`))
  const errorsMs = holder.clock.errorMs + peer.clock.errorMs
  if (other !== undefined && other.goneAtMs === null) return 'path-broken'
  return look.atMs > socket.stuckSinceMs! - errorsMs ? 'blackhole' : 'path-broken'
}

/** Which way nothing gets through, as far as both ends show it. */
function direction(own: Case[]): string {
  const senders = new Set(own.map((one) => one.holder.name))
  const [first] = own
  const to = first!.peer?.name ?? endpointOf(first!.socket.remote).address
  const hears = own.some((one) => (lastReceivedAt(one.socket) ?? 0) > one.socket.stuckSinceMs! + 500)
  if (senders.size > 1 && first!.peer !== null && senders.has(first!.peer.name)) return 'both ways'
  return hears ? `only from ${first!.holder.name} to ${to}` : `from ${first!.holder.name} to ${to}`
}

function toFinding(scene: Scene, service: string, own: Case[]): FindingDraft {
  const startedAtMs = Math.min(...own.map((one) => one.socket.stuckSinceMs!))
  const holders = [...new Set(own.map((one) => one.holder.name))]
  const peers = [...new Set(own.flatMap((one) => (one.peer === null ? [] : [one.peer.name])))]
  const at = scene.endsAt(service) ?? own.find((one) => one.passive)?.holder ?? null
  const isVip = scene.vips.has(service)
  const subject = isVip ? vipSubject(service) : hostSubject(at?.name ?? service)
  const connections = own.map((one) =>
    badConnection(one.holder, one.socket, classOf(scene, one), one.socket.stuckSinceMs!, one.peer),
  )
  const known = connections.some((one) => one.peer !== null)
  const broken = connections.some((one) => one.class === 'path-broken')
  const why = broken
    ? 'the other end still has them: the path drops them'
    : known
      ? 'the other end does not have them'
      : 'nothing comes back'
  const others = [...new Set([...holders, ...peers, ...(at ? [at.name] : [])])].filter(
    (name) => name !== subject.id,
  )
  const way = direction(own)
  const first = own[0]!
  return findingDraft(
    {
      kind: 'blackholed-connections',
      rule: 'retransmits-unanswered',
      severity: 'critical',
      confidence: sure(0.8 + (own.length > 1 ? 0.08 : 0) + (known ? 0.08 : 0)),
      subjects: [subject, ...others.map(hostSubject)],
      startedAtMs,
      startedErrorMs: 300 + first.holder.clock.errorMs,
      text: `${own.length} connection${own.length === 1 ? '' : 's'} of ${isVip ? service : subject.id} get${own.length === 1 ? 's' : ''} no answer (${way}): ${why}`,
    },
    {
      thresholds: { stuckMs: STUCK_MS, tries: TRIES, apartMs: APART_MS },
      evidence: own
        .slice(0, 10)
        .map(({ holder, socket, passive }) =>
          evidence(
            'tcp',
            passive ? 'server' : 'client',
            holder.name,
            { type: 'connection', id: `${socket.local} ${socket.remote}` },
            { atMs: holder.looks.at(-1)!.atMs, errorMs: holder.clock.errorMs },
            `${holder.name} has sent ${socket.local} to ${socket.remote} again ${socket.timer?.tries} times without an answer`,
          ),
        ),
      against: known
        ? []
        : [
            evidence(
              'source',
              'owner',
              subject.id,
              subject,
              { atMs: scene.nowMs, errorMs: 0 },
              `No witness at the other end`,
            ),
          ],
      connections: connections.slice(0, MAX_CONNECTIONS),
      connectionsTotal: connections.length,
      kernelNotice: busyNotice(first.holder.hello?.settings ?? null),
      facts: {
        direction: way,
        holders: holders.join(' '),
        peers: peers.join(' ') || null,
        retries2: first.holder.hello?.settings.retries2 ?? null,
      },
    },
  )
}

export function detectBlackholedConnections(scene: Scene): FindingDraft[] {
  const groups = new Map<string, Case[]>()
  for (const one of cases(scene)) groups.set(one.service, [...(groups.get(one.service) ?? []), one])
  return [...groups].flatMap(([service, all]) => {
    const own = manyStrangers(all) ? all : all.filter((one) => !one.stranger)
    return own.length === 0 ? [] : [toFinding(scene, service, own)]
  })
}
