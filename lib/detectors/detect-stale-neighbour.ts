/** A host that still sends to the former owner of an address: its neighbour entry has not followed the move. */

import type { Host, KnownNeighbour } from '../model/host.ts'
import type { Vip, VipMove } from '../model/vip.ts'
import { evidence, type FindingDraft, findingDraft, hostSubject, sure, vipSubject } from './finding-draft.ts'
import { linkIsDead, type Scene } from './scene.ts'
import { hostOfMac } from './watch-vips.ts'

/** Neighbours may take this long to learn of a move. */
export const STALE_AFTER_MS = 2_000
/** VRRP's own MACs move with the address. */
const VRRP_MAC = /^00:00:5e:00:0[12]:/
const UNUSABLE = new Set(['failed', 'incomplete', 'noarp'])

function believesOtherwise(
  scene: Scene,
  vip: Vip,
  move: VipMove,
  believer: Host,
  entry: KnownNeighbour,
): boolean {
  if (entry.mac === null || UNUSABLE.has(entry.state) || VRRP_MAC.test(entry.mac)) return false
  if (linkIsDead(believer, entry.link)) return false
  const owner = scene.host(move.to.host)
  const macs = new Set([...(owner?.links.values() ?? [])].map((link) => link.mac))
  if (macs.has(entry.mac) || entry.mac === move.to.mac) return false
  if (believer.reportAtMs < move.atMs + STALE_AFTER_MS + move.errorMs + believer.clock.errorMs) return false
  const former = vip.holdings.some((one) => one.mac === entry.mac) || move.from.mac === entry.mac
  return former || entry.macSince.sinceMs + entry.macSince.errorMs < move.atMs - move.errorMs
}

function forMove(scene: Scene, vip: Vip, move: VipMove, split: boolean): FindingDraft | null {
  const owner = scene.host(move.to.host)
  if (split || owner === undefined || move.to.toMs !== null || scene.owner(vip) !== move.to) return null
  const believers = [...scene.world.hosts.values()].flatMap((host) =>
    host === owner || host.name === move.from.host
      ? []
      : [...host.neighbours.values()]
          .filter(
            (entry) => entry.address === vip.address && believesOtherwise(scene, vip, move, host, entry),
          )
          .map((entry) => ({ host, entry })),
  )
  const first = believers[0]
  if (first === undefined) return null
  const means = (mac: string | null) => (mac === null ? 'nobody' : (hostOfMac(scene.world, mac)?.host ?? mac))
  const names = [...new Set(believers.map((one) => one.host.name))]
  const text = `${names.join(', ')} still ${names.length === 1 ? 'sends' : 'send'} to ${means(first.entry.mac)} for ${vip.address}, which ${owner.name} holds`
  return findingDraft(
    {
      kind: 'stale-neighbour',
      rule: 'entry-older-than-move',
      severity: 'warning',
      confidence: sure(scene.isFresh(owner) ? 0.95 : 0.75),
      subjects: [vipSubject(vip.address), ...names.map(hostSubject), hostSubject(owner.name)],
      startedAtMs: move.atMs,
      startedErrorMs: move.errorMs,
      text,
    },
    {
      thresholds: { staleAfterMs: STALE_AFTER_MS },
      evidence: [
        ...believers.map(({ host, entry }) =>
          evidence(
            'neighbour',
            'client',
            host.name,
            vipSubject(vip.address),
            { atMs: host.reportAtMs, errorMs: host.clock.errorMs },
            `${host.name}'s entry for ${vip.address} is ${entry.mac} (${means(entry.mac)}), ${entry.state}`,
          ),
        ),
        evidence(
          'address',
          'owner',
          owner.name,
          vipSubject(vip.address),
          move,
          `${owner.name} has ${vip.address}, MAC ${move.to.mac}`,
        ),
      ],
      against: scene.isFresh(owner)
        ? []
        : [
            evidence(
              'source',
              'owner',
              owner.name,
              hostSubject(owner.name),
              { atMs: owner.reportAtMs, errorMs: owner.clock.errorMs },
              `${owner.name}'s agent has been silent since`,
            ),
          ],
      facts: {
        owner: owner.name,
        formerOwner: move.from.host ?? move.from.mac,
        believers: names.join(' '),
        mac: first.entry.mac,
        ownerMac: move.to.mac,
        movedAtMs: move.atMs,
      },
    },
  )
}

/** `split` are addresses that two hosts hold: there nobody can be wrong. */
export function detectStaleNeighbour(scene: Scene, split: Set<string>): FindingDraft[] {
  return [...scene.vips.values()].flatMap((vip) => {
    const move = vip.moves.at(-1)
    const found = move === undefined ? null : forMove(scene, vip, move, split.has(vip.address))
    return found === null ? [] : [found]
  })
}
