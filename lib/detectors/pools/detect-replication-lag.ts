/** A replica that is behind its primary, and a new primary that lacks what the former one had. */

import type { Subject } from '../../model/finding.ts'
import type { LostWrites, ReplicationGroup, ReplicationMember } from '../../model/replication.ts'
import { evidence, type FindingDraft, findingDraft, hostSubject, sure } from '../finding-draft.ts'
import type { PoolScene } from './pool-scene.ts'

/** As the state counts it. */
export const LAG_MS = 10_000
export const READINGS = 2
export const CRITICAL_LAG_MS = 60_000
/** A reading older than this says nothing of now. */
export const FRESH_MS = 60_000
/** Lost writes are told of for so long. */
export const LOST_TOLD_MS = 120_000

const subjects = (member: string, pool: string | null): Subject[] =>
  pool === null ? [hostSubject(member)] : [hostSubject(member), { type: 'pool', id: pool }]

function lagging({ name, primary }: ReplicationGroup, one: ReplicationMember): FindingDraft {
  const { member, behindMs, position, unit, atMs } = one
  const seconds = Math.round((behindMs ?? 0) / 1000)
  const how = one.lagMs !== null ? 'by its own word' : `by the positions of ${primary}`
  return findingDraft(
    {
      kind: 'replication-lag',
      rule: 'replica-behind',
      severity: (behindMs ?? 0) >= CRITICAL_LAG_MS ? 'critical' : 'warning',
      confidence: sure(0.9),
      subjects: subjects(member, one.pool),
      startedAtMs: one.behindSinceMs ?? atMs,
      startedErrorMs: 1_000,
      text: `${member} is ${seconds} s behind the primary of ${name}`,
    },
    {
      thresholds: { lagMs: LAG_MS, readings: READINGS, criticalLagMs: CRITICAL_LAG_MS },
      evidence: [
        evidence(
          'source',
          'server',
          member,
          hostSubject(member),
          { atMs, errorMs: 1_000 },
          `${member} is ${seconds} s behind, ${how}${position === null ? '' : `; it stands at ${position} ${unit}`}`,
        ),
      ],
      facts: { group: name, member, primary, behindMs, position, unit, lost: null },
    },
  )
}

function lost({ name, members }: ReplicationGroup, writes: LostWrites): FindingDraft {
  const { member, formerPrimary, atMs, unit } = writes
  const subject = hostSubject(member)
  const witness = (who: string, when: number, text: string) =>
    evidence('source', 'server', who, hostSubject(who), { atMs: when, errorMs: 1_000 }, text)
  return findingDraft(
    {
      kind: 'replication-lag',
      rule: 'promoted-behind',
      severity: 'critical',
      confidence: sure(0.9),
      subjects: [
        subject,
        hostSubject(formerPrimary),
        ...subjects(member, members.get(member)?.pool ?? null).slice(1),
      ],
      startedAtMs: atMs,
      startedErrorMs: 5_000,
      text: `${member} became primary of ${name} without the last ${writes.lost} ${unit} of ${formerPrimary}: writes are lost`,
    },
    {
      thresholds: { toldMs: LOST_TOLD_MS },
      evidence: [
        witness(
          formerPrimary,
          writes.formerSeenMs,
          `The last position seen of ${formerPrimary} was ${writes.lost} ${unit} further`,
        ),
        witness(member, atMs, `${member} says that it is primary`),
      ],
      facts: {
        ...{ group: name, member, formerPrimary, lost: writes.lost, unit },
        // Told apart from a lag of the same host.
        movedAtMs: atMs,
      },
    },
  )
}

export function detectReplicationLag({ world, nowMs }: PoolScene): FindingDraft[] {
  const found: FindingDraft[] = []
  for (const group of world.replication?.values() ?? []) {
    if (group.lost !== null && nowMs - group.lost.atMs <= LOST_TOLD_MS) found.push(lost(group, group.lost))
    for (const one of group.members.values())
      if (one.readingsBehind >= READINGS && nowMs - one.atMs <= FRESH_MS) found.push(lagging(group, one))
  }
  return found
}
