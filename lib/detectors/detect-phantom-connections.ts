/** Connections that a client takes for established while the host that should serve them has never heard of them. */

import { endpointOf, otherEnd } from '../model/endpoint.ts'
import { MAX_CONNECTIONS } from '../model/finding.ts'
import type { Host, KnownSocket } from '../model/host.ts'
import type { VipMove } from '../model/vip.ts'
import { badConnection } from './bad-connection.ts'
import { cutOffItself } from './cut-off.ts'
import { evidence, type FindingDraft, findingDraft, hostSubject, sure, vipSubject } from './finding-draft.ts'
import { idleNotice } from './kernel-notice.ts'
import { moveOf } from './left-behind.ts'
import type { Suspect } from './memory.ts'
import type { Scene } from './scene.ts'
import { isPassive, listensOn } from './socket-role.ts'
import { APART_MS, isConfirmed, servedElsewhere } from './suspect-missing-ends.ts'

/** Where no move explains it, two looks must be further apart. */
export const APART_UNEXPLAINED_MS = 1_900

type Case = {
  suspect: Suspect
  holder: Host
  socket: KnownSocket
  at: Host
  address: string
  move: VipMove | null
}

/** Connections must be known to end there: a host may only pass them on (NAT, containers, IPVS). */
function endsThere(scene: Scene, { suspect, holder, socket, at, move }: Case): boolean {
  if (suspect.known) return true
  const pair = otherEnd(suspect.key)
  if (at.sockets.has(pair)) return true
  const service = socket.remote
  if (move === null) {
    const others = at.socketIndex?.byLocal.get(service) ?? new Set<string>()
    const client = endpointOf(socket.local).address
    return [...others].some((key) => endpointOf(key.slice(key.indexOf(' ') + 1)).address === client)
  }
  const former = scene.host(move.from.host)
  if (former?.sockets.has(pair) === true) return true
  if ((at.socketIndex?.byLocal.get(service)?.size ?? 0) > 0) return true
  if ((former?.socketIndex?.byLocal.get(service)?.size ?? 0) > 0) return true
  const formerLooked = former !== undefined && former.looks.length > 0
  return !formerLooked && listensOn(at, service) === true && holder.name !== at.name
}

function caseOf(scene: Scene, suspect: Suspect): Case | null {
  const holder = scene.host(suspect.host)
  const at = scene.host(suspect.at)
  const socket = holder?.sockets.get(suspect.key)
  if (holder === undefined || at === undefined || socket === undefined || socket.goneAtMs !== null)
    return null
  const address = endpointOf(socket.remote).address
  if (isPassive(holder, socket.local, socket.remote, at) || cutOffItself(holder, socket)) return null
  if (socket.timer?.kind === 'retransmit' && socket.timer.tries > 0) return null
  const move = moveOf(scene, address, socket)
  return { suspect, holder, socket, at, address, move }
}

function isPhantom(scene: Scene, one: Case): boolean {
  const moved = one.move !== null && one.socket.firstSeenMs < one.move.atMs + one.move.errorMs + 1_000
  return (
    isConfirmed(scene, one.suspect, moved ? APART_MS : APART_UNEXPLAINED_MS) &&
    endsThere(scene, one) &&
    !servedElsewhere(scene, one.suspect.key, one.address)
  )
}

function toFinding(scene: Scene, cases: Case[]): FindingDraft {
  const { address, at, move, suspect } = cases[0]!
  const isVip = scene.vips.has(address)
  const clients = [...new Set(cases.map((one) => one.holder.name))]
  const startedAtMs = move?.atMs ?? Math.min(...cases.map((one) => one.suspect.firstLookMs))
  const startedErrorMs = move?.errorMs ?? 1_000 + at.clock.errorMs
  const connections = cases.map((one) =>
    badConnection(one.holder, one.socket, 'idle-phantom', startedAtMs, one.at),
  )
  const what = `${cases.length} connection${cases.length === 1 ? '' : 's'} to ${address}`
  const subject = isVip ? vipSubject(address) : hostSubject(at.name)
  const keepalive = connections.some((one) => one.keepalive === true) ? true : null
  const witness = cases[0]!.holder
  return findingDraft(
    {
      kind: 'phantom-connections',
      rule: 'absent-at-owner',
      severity: 'critical',
      confidence: sure(move === null ? 0.9 : suspect.known ? 0.85 : 0.96),
      subjects: [subject, ...clients.map(hostSubject), ...(isVip ? [hostSubject(at.name)] : [])],
      startedAtMs,
      startedErrorMs,
      text: `${clients.join(', ')} hold${clients.length === 1 ? 's' : ''} ${what} that ${at.name} does not have`,
    },
    {
      thresholds: { apartMs: move === null ? APART_UNEXPLAINED_MS : APART_MS },
      evidence: [
        ...clients.map((name) => {
          const own = cases.filter((one) => one.holder.name === name)
          const host = own[0]!.holder
          return evidence(
            'tcp',
            'client',
            name,
            subject,
            { atMs: host.looks.at(-1)?.atMs ?? host.reportAtMs, errorMs: host.clock.errorMs },
            `${name} has ${own.length} established, ${own[0]!.socket.local} to ${own[0]!.socket.remote} among them`,
          )
        }),
        evidence(
          'tcp',
          'owner',
          at.name,
          subject,
          { atMs: suspect.lastLookMs, errorMs: at.clock.errorMs },
          `${at.name}'s TCP table has none of them in looks ${Math.round(suspect.lastLookMs - suspect.firstLookMs)} ms apart`,
        ),
      ],
      against: scene.isFresh(at)
        ? []
        : [
            evidence(
              'source',
              'owner',
              at.name,
              hostSubject(at.name),
              { atMs: at.reportAtMs, errorMs: at.clock.errorMs },
              `No look at ${at.name}'s table since`,
            ),
          ],
      connections: connections.slice(0, MAX_CONNECTIONS),
      connectionsTotal: connections.length,
      kernelNotice: idleNotice(witness.hello?.settings ?? null, keepalive),
      facts: {
        owner: at.name,
        formerOwner: move?.from.host ?? null,
        clients: clients.join(' '),
        keepaliveTimeS: witness.hello?.settings.keepaliveTimeS ?? null,
        ...(move === null ? {} : { movedAtMs: move.atMs }),
      },
    },
  )
}

export function detectPhantomConnections(scene: Scene): FindingDraft[] {
  const groups = new Map<string, Case[]>()
  for (const suspect of scene.memory.suspects.values()) {
    const one = caseOf(scene, suspect)
    if (one === null || !isPhantom(scene, one)) continue
    const key = `${one.address} ${one.move?.atMs ?? one.at.name}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map((cases) => toFinding(scene, cases))
}
