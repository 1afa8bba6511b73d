/** Why an address moved: what the former owner and the new one said around that time, the strongest first. */

import type { Evidence } from '../model/finding.ts'
import type { Vip, VipMove } from '../model/vip.ts'
import { evidence, hostSubject, vipSubject } from './finding-draft.ts'
import { FRESH_MS, type Scene } from './scene.ts'

/** What happened at most this long before the move can be its reason; VRRP takes three adverts to notice. */
export const REASON_BEFORE_MS = 30_000
const REASON_AFTER_MS = 2_000
const NAMES: Record<string, string> = { haproxy: 'HAProxy', keepalived: 'keepalived' }

export type FailoverReason = {
  /** `pending`: the former owner has not spoken since; its next report, or its silence, will tell. */
  cause: 'link' | 'process' | 'silent' | 'planned' | 'adverts-lost' | 'released' | 'pending' | 'unknown'
  text: string
  confidence: number
  evidence: Evidence[]
  against: Evidence[]
}

const none = { evidence: [], against: [] }

function linkReason(scene: Scene, move: VipMove): FailoverReason | null {
  const name = move.from.host
  if (name === null || move.from.link === null) return null
  const change = (scene.memory.happenings.get(name) ?? []).findLast(
    (one) =>
      one.what === 'link' &&
      one.link === move.from.link &&
      one.to !== 'up' &&
      one.atMs >= move.atMs - REASON_BEFORE_MS &&
      one.atMs <= move.atMs + REASON_AFTER_MS + one.errorMs,
  )
  if (change?.what !== 'link') return null
  const text =
    change.to === 'down'
      ? `${name}'s link ${change.link} was taken down`
      : `${name} lost its link ${change.link}`
  const seen = evidence('link', 'former-owner', name, hostSubject(name), change, text)
  return { cause: 'link', text, confidence: 0.95, evidence: [seen], against: [] }
}

/** HAProxy or keepalived gone or stopped at the former owner. */
export function processReason(scene: Scene, move: Pick<VipMove, 'atMs' | 'from'>): FailoverReason | null {
  const name = move.from.host
  if (name === null) return null
  const lost = (scene.memory.happenings.get(name) ?? []).filter(
    (one) =>
      one.what === 'process' &&
      one.from !== null &&
      NAMES[one.from.command] !== undefined &&
      (one.to === null || one.to.state === 'T') &&
      one.atMs - one.errorMs >= move.atMs - REASON_BEFORE_MS &&
      one.atMs - one.errorMs <= move.atMs + REASON_AFTER_MS,
  )
  const host = scene.host(name)
  // A worker that a reload replaced is no loss.
  const gone = lost.filter((one) => {
    if (one.what !== 'process' || one.from === null) return false
    const command = one.from.command
    return (
      one.to !== null ||
      !(host?.processes ?? []).some((other) => other.command === command && other.state !== 'T')
    )
  })
  const first = gone[0]
  if (first?.what !== 'process' || first.from === null) return null
  const word = first.to === null ? 'ended' : 'was stopped'
  const text = `${NAMES[first.from.command]} on ${name} ${word}`
  const seen = evidence('process', 'former-owner', name, hostSubject(name), first, text)
  return { cause: 'process', text, confidence: 0.9, evidence: [seen], against: [] }
}

function silentReason(scene: Scene, move: VipMove): FailoverReason | null {
  const former = scene.host(move.from.host)
  if (former === undefined || move.from.toMs !== null) return null
  const since = former.reportAtMs
  const quiet = scene.silentMs(former)
  if (quiet < FRESH_MS || since > move.atMs + former.clock.errorMs + move.errorMs) return null
  const text = `${former.name} fell silent: it is frozen, dead or cut off`
  const when = { atMs: since, errorMs: former.clock.errorMs }
  const seen = evidence(
    'source',
    'former-owner',
    former.name,
    hostSubject(former.name),
    when,
    `The last word of ${former.name}'s agent`,
  )
  return { cause: 'silent', text, confidence: 0.85, evidence: [seen], against: [] }
}

const priorityOf = (scene: Scene, host: string | null, address: string) =>
  scene.host(host)?.vrrp.find((one) => one.addresses.some((held) => held.split('/')[0] === address))
    ?.priority ?? null

export function failoverReason(scene: Scene, vip: Vip, move: VipMove): FailoverReason {
  const strong = linkReason(scene, move) ?? processReason(scene, move) ?? silentReason(scene, move)
  if (strong !== null) return strong
  const { from, to } = move
  const former = scene.host(from.host)
  if (from.host === null || former === undefined)
    return {
      cause: 'unknown',
      text: 'No agent stands at the former owner: nothing says why',
      confidence: 0.4,
      ...none,
    }
  if (from.toMs === null && former.reportAtMs <= move.atMs + move.errorMs + former.clock.errorMs) {
    const text = `${from.host} has not spoken since`
    return { cause: 'pending', text, confidence: 0.3, ...none }
  }
  if (from.toMs === null) {
    const text = `${to.host ?? 'Another host'} took it while ${from.host} still says that it holds it: VRRP adverts do not get through`
    const when = { atMs: former.reportAtMs, errorMs: former.clock.errorMs }
    const still = evidence(
      'address',
      'former-owner',
      from.host,
      vipSubject(vip.address),
      when,
      `${from.host} still says that it holds ${vip.address}`,
    )
    return { cause: 'adverts-lost', text, confidence: 0.6, evidence: [], against: [still] }
  }
  const [mine, its] = [priorityOf(scene, to.host, vip.address), priorityOf(scene, from.host, vip.address)]
  const when = { atMs: from.toMs, errorMs: from.toErrorMs }
  const released = evidence(
    'address',
    'former-owner',
    from.host,
    vipSubject(vip.address),
    when,
    `${from.host} let ${vip.address} go`,
  )
  if (mine !== null && its !== null && mine > its) {
    const text = `${to.host} has the higher VRRP priority (${mine} over ${its}) and took it back`
    return { cause: 'planned', text, confidence: 0.85, evidence: [released], against: [] }
  }
  const text = `${from.host} let it go; nothing seen says why`
  return { cause: 'released', text, confidence: 0.6, evidence: [released], against: [] }
}
