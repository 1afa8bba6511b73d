/** Whether two findings can have one cause: by what they share, each pair of kinds within its own lag. */

import type { Finding, FindingKind } from '../model/finding.ts'
import { scopeOf, share } from './finding-scope.ts'
import { relatedPools } from './related-pools.ts'

/** How long after (and before) a move its consequences show, beyond both errors. */
export const LAGS = {
  /** A gratuitous ARP and the tables that follow it. */
  sameMoveMs: 2_000,
  /** An address that goes on to the next host, or comes back. */
  flapMs: 60_000,
  /** Addresses that move together. */
  togetherMs: 10_000,
  /** What is cut retransmits before VRRP has noticed; a stale neighbour keeps sending for 53 s. */
  blackholeBeforeMs: 20_000,
  blackholeAfterMs: 60_000,
  orphanAfterMs: 180_000,
  gapMs: 20_000,
  gapsTogetherMs: 2_000,
  samePathMs: 20_000,
}

const MOVES = new Set<FindingKind>(['vip-failover', 'split-vip'])
const OF_MOVE = new Set<FindingKind>(['phantom-connections', 'stale-neighbour'])
/** These have a cause of their own. */
const ALONE = new Set<FindingKind>(['orphaned-worker'])

const errors = (a: Finding, b: Finding) =>
  Math.min(5_000, a.startedErrorMs) + Math.min(5_000, b.startedErrorMs)

/** `b` began no earlier than `beforeMs` before `a`, and no later than `afterMs` after it. */
function within(a: Finding, b: Finding, beforeMs: number, afterMs: number): boolean {
  const lag = b.startedAtMs - a.startedAtMs
  return lag >= -beforeMs - errors(a, b) && lag <= afterMs + errors(a, b)
}

function sameMove(a: Finding, b: Finding): boolean {
  const [one, other] = [a.facts.movedAtMs ?? a.startedAtMs, b.facts.movedAtMs ?? b.startedAtMs]
  return Math.abs(Number(one) - Number(other)) <= LAGS.sameMoveMs + errors(a, b)
}

/** `move` is a failover or a split. */
function followsMove(move: Finding, other: Finding): boolean {
  const [mine, its] = [scopeOf(move), scopeOf(other)]
  const sameVip = share(mine.vips, its.vips)
  const sameHost = share(mine.hosts, its.hosts)
  if (MOVES.has(other.kind)) {
    if (sameVip) return within(move, other, LAGS.flapMs, LAGS.flapMs)
    const samePair =
      move.facts.owner === other.facts.owner && move.facts.formerOwner === other.facts.formerOwner
    return samePair && within(move, other, LAGS.togetherMs, LAGS.togetherMs)
  }
  if (OF_MOVE.has(other.kind)) {
    if (!sameVip) return sameHost && its.vips.size === 0 && within(move, other, LAGS.gapMs, LAGS.gapMs)
    return move.kind === 'split-vip' ? within(move, other, LAGS.flapMs, LAGS.flapMs) : sameMove(move, other)
  }
  if (other.kind === 'blackholed-connections')
    return (sameVip || sameHost) && within(move, other, LAGS.blackholeBeforeMs, LAGS.blackholeAfterMs)
  if (other.kind === 'orphan-connections')
    return sameHost && within(move, other, LAGS.gapMs, LAGS.orphanAfterMs)
  if (other.kind === 'source-gap') return sameHost && within(move, other, LAGS.gapMs, LAGS.gapMs)
  return false
}

export function related(a: Finding, b: Finding): boolean {
  const ofPools = relatedPools(a, b)
  if (ofPools !== null) return ofPools
  if (ALONE.has(a.kind) || ALONE.has(b.kind)) return false
  const [one, other] = [scopeOf(a), scopeOf(b)]
  if (share(one.connections, other.connections)) return true
  if (MOVES.has(a.kind)) return followsMove(a, b)
  if (MOVES.has(b.kind)) return followsMove(b, a)
  if (a.kind === 'source-gap' && b.kind === 'source-gap')
    return within(a, b, LAGS.gapsTogetherMs, LAGS.gapsTogetherMs)
  if (a.kind === 'stalled-terminal' || b.kind === 'stalled-terminal') return false
  if (OF_MOVE.has(a.kind) && OF_MOVE.has(b.kind)) return share(one.vips, other.vips) && sameMove(a, b)
  const samePlace = share(one.vips, other.vips) || share(one.hosts, other.hosts)
  return samePlace && within(a, b, LAGS.samePathMs, LAGS.samePathMs)
}
