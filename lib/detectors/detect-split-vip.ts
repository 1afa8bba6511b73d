/** An address that two hosts hold at once, each by its own word; or one whose MAC goes to and fro. */

import type { Vip, VipHolding } from '../model/vip.ts'
import { processReason } from './failover-reason.ts'
import { evidence, type FindingDraft, findingDraft, hostSubject, sure, vipSubject } from './finding-draft.ts'
import { linkIsDead, type Scene } from './scene.ts'
import { hostOfMac } from './watch-vips.ts'

/** Both must say so for this long: a planned handover overlaps for less. */
export const GRACE_MS = 300
/** After a silence a host first has to hear the others' adverts. */
export const RESUME_GRACE_MS = 1_000
/** A holder that has been silent for longer says nothing of now. */
export const SPLIT_SILENT_MS = 10_000
export const REVERSAL_MS = 6_000
export const FLIPS = 3
export const FLIPS_WINDOW_MS = 60_000

type Overlap = { one: VipHolding; other: VipHolding; fromMs: number; errorMs: number; provenMs: number }

function overlap(scene: Scene, one: VipHolding, other: VipHolding): Overlap | null {
  const [a, b] = [scene.host(one.host), scene.host(other.host)]
  if (a === undefined || b === undefined || a === b) return null
  if (linkIsDead(a, one.link) || linkIsDead(b, other.link)) return null
  if (scene.silentMs(a) > SPLIT_SILENT_MS || scene.silentMs(b) > SPLIT_SILENT_MS) return null
  const fromMs = Math.max(one.fromMs, other.fromMs)
  const errorMs = a.clock.errorMs + b.clock.errorMs
  const spokenMs = Math.min(a.reportAtMs, b.reportAtMs)
  const resumed = [a, b].map((host) => scene.memory.resumedAtMs.get(host.name) ?? Number.NEGATIVE_INFINITY)
  const graceMs = Math.max(
    fromMs + GRACE_MS,
    ...resumed.map((at) => (at >= fromMs ? at + RESUME_GRACE_MS : 0)),
  )
  return spokenMs - errorMs < graceMs ? null : { one, other, fromMs, errorMs, provenMs: spokenMs - fromMs }
}

function held(scene: Scene, vip: Vip): FindingDraft | null {
  const open = vip.holdings.filter((one) => one.toMs === null && one.host !== null)
  for (let at = open.length - 1; at > 0; at--)
    for (let before = at - 1; before >= 0; before--) {
      const found = overlap(scene, open[before]!, open[at]!)
      if (found === null) continue
      const { one, other, fromMs, errorMs, provenMs } = found
      const [first, second] = one.fromMs <= other.fromMs ? [one, other] : [other, one]
      const process = processReason(scene, { atMs: fromMs, from: first })
      const reason =
        process === null
          ? `VRRP adverts do not get through between ${first.host} and ${second.host}`
          : `${process.text} and left the address behind`
      return findingDraft(
        {
          kind: 'split-vip',
          rule: 'two-holders',
          severity: 'critical',
          confidence: sure(provenMs > 2_000 ? 0.97 : 0.93),
          subjects: [vipSubject(vip.address), hostSubject(second.host!), hostSubject(first.host!)],
          startedAtMs: fromMs,
          startedErrorMs: errorMs,
          text: `${first.host} and ${second.host} hold ${vip.address} at the same time`,
        },
        {
          thresholds: { graceMs: GRACE_MS, resumeGraceMs: RESUME_GRACE_MS },
          evidence: [
            ...(process?.evidence ?? []),
            ...[first, second].map((holding, place) =>
              evidence(
                'address',
                place === 0 ? 'former-owner' : 'owner',
                holding.host!,
                vipSubject(vip.address),
                { atMs: scene.host(holding.host)!.reportAtMs, errorMs },
                `${holding.host} says that it holds ${vip.address} on ${holding.link}`,
              ),
            ),
          ],
          facts: { owner: second.host, formerOwner: first.host, sinceMs: fromMs, reason },
        },
      )
    }
  return null
}

/** Only where a holder has no agent: with both, their own word decides. */
function flipped(scene: Scene, vip: Vip): FindingDraft | null {
  const flips = (scene.memory.flips.get(vip.address) ?? []).filter(
    (one) => one.atMs > scene.nowMs - FLIPS_WINDOW_MS,
  )
  const byHost = new Map<string, typeof flips>()
  for (const flip of flips) byHost.set(flip.host, [...(byHost.get(flip.host) ?? []), flip])
  for (const [host, own] of byHost) {
    const last = own.at(-1)!
    const macs = [last.from, last.to]
    const agents = macs.map((mac) => scene.host(hostOfMac(scene.world, mac)?.host ?? null))
    if (agents.every((one) => one !== undefined)) continue
    const before = own.at(-2)
    const reversed = before !== undefined && before.from === last.to && last.atMs - before.atMs <= REVERSAL_MS
    if (!reversed && own.length < FLIPS) continue
    const names = macs.map((mac, at) => agents[at]?.name ?? mac)
    const witnesses = [...byHost.values()].filter((one) => one.length >= 2).length
    return findingDraft(
      {
        kind: 'split-vip',
        rule: reversed ? 'mac-reversed' : 'mac-changes-often',
        severity: 'critical',
        confidence: sure(witnesses >= 2 ? 0.85 : 0.65),
        subjects: [vipSubject(vip.address), ...agents.flatMap((one) => (one ? [hostSubject(one.name)] : []))],
        startedAtMs: own[0]!.atMs,
        startedErrorMs: own[0]!.errorMs,
        text: `${vip.address} goes to and fro between ${names[0]} and ${names[1]} in ${host}'s neighbour table`,
      },
      {
        thresholds: { reversalMs: REVERSAL_MS, flips: FLIPS, flipsWindowMs: FLIPS_WINDOW_MS },
        evidence: own.map((one) =>
          evidence(
            'neighbour',
            'client',
            host,
            vipSubject(vip.address),
            one,
            `${host}'s entry changed from ${one.from} to ${one.to}`,
          ),
        ),
        facts: { owner: names[1] ?? null, formerOwner: names[0] ?? null },
      },
    )
  }
  return null
}

export function detectSplitVip(scene: Scene): FindingDraft[] {
  return [...scene.vips.values()].flatMap((vip) => {
    const found = held(scene, vip) ?? flipped(scene, vip)
    return found === null ? [] : [found]
  })
}
