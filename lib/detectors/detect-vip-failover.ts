/** An address that another host holds now than before. */

import type { Vip, VipMove } from '../model/vip.ts'
import { failoverReason } from './failover-reason.ts'
import { evidence, type FindingDraft, findingDraft, hostSubject, sure, vipSubject } from './finding-draft.ts'
import type { Scene } from './scene.ts'

/** A move is news for this long; then the address counts as settled. */
export const SETTLE_MS = 10_000
/** Reports that come later than this tell of history. */
export const LATE_MS = 900_000

const nameOf = (holding: VipMove['to']) => holding.host ?? holding.mac ?? 'an unknown host'

function witnesses(vip: Vip, move: VipMove) {
  const owner = nameOf(move.to)
  return move.seenBy.map((host) =>
    host === move.to.host
      ? evidence(
          'address',
          'owner',
          host,
          vipSubject(vip.address),
          move,
          `${host} has ${vip.address} on ${move.to.link}`,
        )
      : evidence(
          'neighbour',
          'client',
          host,
          vipSubject(vip.address),
          move,
          `${host}'s entry for ${vip.address} now means ${owner}`,
        ),
  )
}

function toFinding(scene: Scene, vip: Vip, move: VipMove): FindingDraft {
  const reason = failoverReason(scene, vip, move)
  const [from, to] = [nameOf(move.from), nameOf(move.to)]
  // Both alive and the address handed over: what it harms is told by findings of its own.
  const handedOver = reason.cause === 'planned' || reason.cause === 'released' || reason.cause === 'pending'
  const confidence = move.by === 'address' ? 0.97 : move.seenBy.length >= 2 ? 0.75 : 0.5
  const text = `${to} took ${vip.address} from ${from}: ${reason.text}`
  return findingDraft(
    {
      kind: 'vip-failover',
      rule: 'new-holder-after-another',
      severity: handedOver ? 'info' : 'warning',
      confidence: sure(confidence),
      subjects: [
        vipSubject(vip.address),
        ...[move.to.host, move.from.host].flatMap((one) => (one ? [hostSubject(one)] : [])),
      ],
      startedAtMs: move.atMs,
      startedErrorMs: move.errorMs,
      text,
    },
    {
      thresholds: { settleMs: SETTLE_MS },
      evidence: [...witnesses(vip, move), ...reason.evidence],
      against: reason.against,
      facts: {
        owner: to,
        formerOwner: from,
        ownerMac: move.to.mac,
        formerMac: move.from.mac,
        movedAtMs: move.atMs,
        cause: reason.cause,
        reason: reason.text,
        reasonConfidence: reason.confidence,
        formerReleasedAtMs: move.from.toMs,
      },
      overAtMs: move.atMs + SETTLE_MS,
    },
  )
}

export function detectVipFailover(scene: Scene): FindingDraft[] {
  const found: FindingDraft[] = []
  for (const vip of scene.vips.values())
    for (const move of vip.moves) {
      if (scene.nowMs - move.atMs <= LATE_MS) found.push(toFinding(scene, vip, move))
    }
  return found
}
