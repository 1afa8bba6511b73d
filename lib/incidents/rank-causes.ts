/** What set an incident off: cause before effect, by kind and by when it began. */

import type { Finding, FindingKind } from '../model/finding.ts'
import type { RootCause } from '../model/incident.ts'

/** Lower comes earlier in the chain from cause to effect. */
const DEPTH: Partial<Record<FindingKind, number>> = {
  'split-vip': 0,
  'vip-failover': 1,
  'orphaned-worker': 2,
  'blackholed-connections': 3,
  'stale-neighbour': 4,
  'phantom-connections': 5,
  'orphan-connections': 6,
  'source-gap': 7,
  'stalled-terminal': 8,
  'replication-lag': 10,
  'shared-dependency-failing': 11,
  'lying-health-check': 12,
  cascade: 13,
  'stuck-drain': 14,
  'queue-saturation': 15,
  flapping: 16,
  'pool-outage': 17,
  'cut-drain': 18,
  'sticky-sessions-lost': 19,
  'divergent-responses': 20,
  'cascade-risk': 21,
  'unproven-health-check': 22,
}
/** Two holders from the very move on: then the split is the cause and the move its first sign. */
const SAME_ONSET_MS = 2_000

/** Pool findings that lead to others of their pool. */
const POOL_CAUSES = new Set<FindingKind>([
  'replication-lag',
  'shared-dependency-failing',
  'lying-health-check',
  'cascade',
  'queue-saturation',
])
/** What an operator did on purpose, or what is only a setting, is no cause before what failed by itself. */
const INFO_DEPTH = 30

const depth = (finding: Finding) => {
  const ofKind = DEPTH[finding.kind] ?? 9
  return ofKind >= 10 && finding.severity === 'info' ? ofKind + INFO_DEPTH : ofKind
}

function order(a: Finding, b: Finding): number {
  const split = a.kind === 'split-vip' ? a : b.kind === 'split-vip' ? b : null
  const move = a.kind === 'vip-failover' ? a : b.kind === 'vip-failover' ? b : null
  if (split !== null && move !== null) {
    // A host that thaws holds the address for a moment: that is the failover's consequence.
    const first = split.startedAtMs <= move.startedAtMs + SAME_ONSET_MS ? split : move
    return first === a ? -1 : 1
  }
  return depth(a) - depth(b) || a.startedAtMs - b.startedAtMs
}

function reasonOf(finding: Finding): string {
  const { facts, text } = finding
  if (finding.kind === 'vip-failover' && typeof facts.reason === 'string') return facts.reason
  if (finding.kind === 'split-vip')
    return typeof facts.reason === 'string'
      ? facts.reason
      : `VRRP adverts do not get through between ${facts.formerOwner} and ${facts.owner}`
  if (finding.kind === 'phantom-connections' && facts.movedAtMs === undefined)
    return `${facts.owner} no longer has these connections: it started anew, or something in between forgot them`
  return text
}

export function toCause(finding: Finding): RootCause {
  const reasonConfidence =
    typeof finding.facts.reasonConfidence === 'number' ? finding.facts.reasonConfidence : 1
  return {
    kind: finding.kind,
    subject: finding.subjects[0]!,
    reason: reasonOf(finding),
    confidence: Math.round(finding.confidence * reasonConfidence * 100) / 100,
    against: finding.against,
  }
}

/** Root first, then the others in the order from cause to effect. */
export function rankFindings(findings: Finding[]): Finding[] {
  return [...findings].sort(order)
}

/** Kinds that can be the cause of the rest. */
export const canCause = (finding: Finding): boolean =>
  depth(finding) <= 3 || finding.kind === 'source-gap' || POOL_CAUSES.has(finding.kind)
