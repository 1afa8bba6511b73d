/** The loss of one more server would overrun the others: told before it happens. */

import type { Evidence } from '../../model/finding.ts'
import type { PoolRisk, RiskTier } from '../../model/pool-risk.ts'
import { CRITICAL_AT, WARN_AT, WATCH_AT } from '../../risk/headroom.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { percent, plural, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'

/** True for so long before it is told; chance alone moves the load of a second. */
export const RISK_FOR_MS = 3_000
/** While a server fails or has just gone it is told at once. */
export const RISK_FOR_FAILING_MS = 500
/** It is over below this load for this long. */
export const CALM_BELOW = 0.85
export const CALM_FOR_MS = 10_000
/** Pools that are asked for less than this share of what they can carry now are not at risk by load. */
export const LEAST_LOAD_NOW = 0.3
/** Of fewer requests a second one more or less is chance. */
export const LEAST_PER_S = 5
/** Where the band begins lower than this too little is known to wake anyone. */
export const LOW_END = 0.85
const RISK_OLD_MS = 30_000

export type RiskWatch = {
  sinceMs: number | null
  told: boolean
  calmSinceMs: number | null
  severity: 'warning' | 'critical'
}

/** A peak that was carried says only that more may be possible. */
const WORTH = new Set<PoolRisk['capacityBy']>([
  'stated',
  'seen-full',
  'response-time-under-load',
  'configured-limit',
])
const AT_RISK = new Set<RiskTier>(['warn', 'critical'])

/** Load on those that are there now: 1 over what it may grow by. */
export const loadNow = (risk: PoolRisk): number => (risk.headroom.mid > 0 ? 1 / risk.headroom.mid : 0)

function isTold(watch: RiskWatch, risk: PoolRisk, failing: boolean, nowMs: number): boolean {
  const load = risk.losses[0]?.load ?? null
  const strong =
    AT_RISK.has(risk.tier) &&
    load !== null &&
    load.low >= LOW_END &&
    risk.requestsPerS >= LEAST_PER_S &&
    loadNow(risk) >= LEAST_LOAD_NOW
  if (strong) {
    watch.sinceMs ??= nowMs
    watch.calmSinceMs = null
    watch.told ||= nowMs - watch.sinceMs >= (failing ? RISK_FOR_FAILING_MS : RISK_FOR_MS)
    if (risk.tier === 'critical') watch.severity = 'critical'
    else if ((load?.mid ?? 0) < (CRITICAL_AT + WARN_AT) / 2) watch.severity = 'warning'
    return watch.told
  }
  if (!watch.told) watch.sinceMs = null
  else if (load === null || load.mid < CALM_BELOW || risk.requestsPerS < LEAST_PER_S) {
    watch.calmSinceMs ??= nowMs
    if (nowMs - watch.calmSinceMs >= CALM_FOR_MS) watch.told = false
  } else watch.calmSinceMs = null
  return watch.told && load !== null
}

function textOf(place: PoolPlace, risk: PoolRisk): string {
  const [first] = risk.losses
  const { low, mid, high } = first!.load
  const left = [...place.pool.servers.values()].filter(
    (one) => one.claim.kind === 'up' || one.claim.kind === 'going-down',
  ).length
  const now = loadNow(risk)
  if (now >= CRITICAL_AT)
    return `The ${plural(left, 'server')} left in ${place.pool.name} are asked for ${percent(now)} of what they can carry`
  return `One more loss in ${place.pool.name} would overrun the rest: without ${first!.servers.join(', ')} the others are asked for ${percent(mid)} of what they can carry (${percent(low)} to ${percent(high)})`
}

function evidenceOf(place: PoolPlace, risk: PoolRisk, nowMs: number): Evidence[] {
  const now = { atMs: Math.min(nowMs, risk.atMs), errorMs: 1_000 }
  const ofPool = (text: string) => seen(place, 'traffic', poolSubject(place), now, text)
  const attempts =
    risk.attemptsPerRequest > 1.01 ? `, ${risk.attemptsPerRequest.toFixed(2)} attempts each` : ''
  const told = [ofPool(`${risk.requestsPerS.toFixed(0)} requests/s come to ${place.pool.name}${attempts}`)]
  for (const one of risk.capacities.filter((each) => each.source === risk.capacityBy).slice(0, 4)) {
    const who = one.server === null ? 'each server' : sayServer(place, one.server)
    const most = one.highPerS === null ? '' : ` to ${one.highPerS.toFixed(0)}`
    told.push(ofPool(`Capacity of ${who}: ${one.lowPerS.toFixed(0)}${most} requests/s; ${one.assumption}`))
  }
  for (const { server, left, of, evictedInMs } of risk.strikes
    .filter((one) => one.left < one.of)
    .slice(0, 4)) {
    const soon = evictedInMs
      ? `, evicted in ${(evictedInMs.fromMs / 1000).toFixed(1)} to ${(evictedInMs.toMs / 1000).toFixed(1)} s if it goes on`
      : ''
    const text = `${sayServer(place, server)} has ${left} of ${of} strikes left${soon}`
    told.push(seen(place, 'claim', serverSubject(place, server), now, text))
  }
  const further = risk.furtherEviction
  if (further) {
    const by = further.runs > 0 ? `${further.runs} simulated runs` : 'closed formulas'
    const { low, mid, high } = further.chance
    told.push(
      ofPool(
        `Chance of a further eviction within ${further.withinMs / 1000} s of losing one: ${percent(mid)} (${percent(low)} to ${percent(high)}) by ${by}`,
      ),
    )
  }
  return told
}

export function detectCascadeRisk(scene: PoolScene, place: PoolPlace): FindingDraft[] {
  const { memory, nowMs } = scene
  const { risk, servers } = place.pool
  if (!risk || nowMs - risk.atMs > RISK_OLD_MS || !WORTH.has(risk.capacityBy)) return []
  const watch: RiskWatch = memory.risks.get(place.id) ?? {
    sinceMs: null,
    told: false,
    calmSinceMs: null,
    severity: 'warning',
  }
  memory.risks.set(place.id, watch)
  const failing = [...servers.values()].some((one) =>
    ['going-down', 'down', 'going-up'].includes(one.claim.kind),
  )
  if (!isTold(watch, risk, failing, nowMs)) return []
  const [first] = risk.losses
  const { low, mid, high } = first!.load
  const width = (high - low) / Math.max(mid, 0.01)
  const subjects = [
    poolSubject(place),
    ...risk.strikes
      .filter((one) => one.left < one.of)
      .slice(0, 5)
      .map((one) => serverSubject(place, one.server)),
  ]
  return [
    findingDraft(
      {
        kind: 'cascade-risk',
        rule: 'survivors-overrun',
        severity: watch.severity,
        confidence: sure((low >= WARN_AT ? 0.9 : 0.75) - Math.min(0.3, width / 3)),
        subjects,
        startedAtMs: watch.sinceMs ?? nowMs,
        startedErrorMs: 10_000,
        text: textOf(place, risk),
      },
      {
        thresholds: {
          watchAt: WATCH_AT,
          warnAt: WARN_AT,
          criticalAt: CRITICAL_AT,
          forMs: RISK_FOR_MS,
          calmBelow: CALM_BELOW,
        },
        evidence: evidenceOf(place, risk, nowMs),
        facts: {
          tier: risk.tier,
          loadAfterLossLow: low,
          loadAfterLoss: mid,
          loadAfterLossHigh: high,
          loadNow: Math.round(loadNow(risk) * 100) / 100,
          lost: first!.servers.join(', '),
          requestsPerS: risk.requestsPerS,
          capacityBy: risk.capacityBy,
          survives: risk.survives.mid,
          chance: risk.furtherEviction?.chance.mid ?? null,
          servers: servers.size,
          assumption: risk.assumptions[0] ?? null,
        },
      },
    ),
  ]
}
