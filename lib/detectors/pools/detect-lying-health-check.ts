/** A server that is UP by its check while its traffic fails, and not that of the pool's other servers. */

import type { Evidence } from '../../model/finding.ts'
import type { Server } from '../../model/server.ts'
import { CLEARED_SHARE, FAILURES_IN_A_ROW, LEAST_REQUESTS, LEAST_SHARE } from '../detect-failing-traffic.ts'
import { CHANCE, CHECK_GRACE_MS, LYING_CHECK, SOUND_SHARE, TIMES_MEDIAN } from '../detect-lying-check.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import { JUDGED_S, PROBES_IN_A_ROW, type TrafficEvidence, trafficEvidence } from '../traffic-evidence.ts'
import { wilsonLowerBound } from '../wilson-lower-bound.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { percent, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'
import { claimEvidence, sayChecked, trafficEvidenceOf } from './server-evidence.ts'

/** From this share on it is as good as dead for its visitors. */
export const CRITICAL_SHARE = 0.85

const THRESHOLDS = {
  failuresInARow: FAILURES_IN_A_ROW,
  leastRequests: LEAST_REQUESTS,
  windowS: JUDGED_S,
  leastShare: LEAST_SHARE,
  timesMedianOfOthers: TIMES_MEDIAN,
  checkGraceMs: CHECK_GRACE_MS,
  leastChance: CHANCE,
  soundShare: SOUND_SHARE,
  clearedShare: CLEARED_SHARE,
  criticalShare: CRITICAL_SHARE,
  probesInARow: PROBES_IN_A_ROW,
}

/** What speaks for the server: requests that succeed, and how the others fare is told beside. */
function against(
  place: PoolPlace,
  server: Server,
  traffic: TrafficEvidence,
  nowMs: number,
): { others: Evidence[]; own: Evidence[] } {
  const others: Evidence[] = []
  for (const one of place.pool.servers.values()) {
    if (one === server || others.length >= 5) continue
    const its = trafficEvidence(one, nowMs)
    if (its.requests === 0) continue
    const text = `Of ${sayServer(place, one.name)} ${its.failures} of ${its.requests} requests failed in the same 10 s`
    others.push(seen(place, 'traffic', serverSubject(place, one.name), { atMs: nowMs, errorMs: 1_000 }, text))
  }
  const fine = traffic.requests - traffic.failures
  const own =
    fine > 0
      ? [
          seen(
            place,
            'traffic',
            serverSubject(place, server.name),
            { atMs: nowMs, errorMs: 1_000 },
            `${fine} of ${traffic.requests} requests to ${sayServer(place, server.name)} succeeded in the last 10 s`,
          ),
        ]
      : []
  return { others, own }
}

function toDraft(scene: PoolScene, place: PoolPlace, server: Server): FindingDraft {
  const { nowMs } = scene
  const traffic = trafficEvidence(server, nowMs)
  const { since, probe } = traffic
  const probedFirst = probe !== null && (since === null || probe.sinceMs < since.atMs)
  const startedAtMs = probedFirst ? probe.sinceMs : (since?.atMs ?? server.verdict.sinceMs)
  const startedErrorMs = probedFirst ? 1_000 : (since?.errorMs ?? JUDGED_S * 1000)
  const share =
    since !== null ? since.failures / Math.max(1, since.requests) : probe !== null ? 1 : traffic.share
  const sided = against(place, server, traffic, nowMs)
  const counted = Math.max(since?.requests ?? 0, traffic.requests)
  const lower = wilsonLowerBound(Math.round(share * counted), counted)
  const name = sayServer(place, server.name)
  const how =
    since === null && probe !== null
      ? `asked directly it fails: ${probe.failure}`
      : `${percent(share)} of its requests fail`
  return findingDraft(
    {
      kind: 'lying-health-check',
      rule: LYING_CHECK,
      severity: share >= CRITICAL_SHARE ? 'critical' : 'warning',
      // The more others were seen to fare well, and the more was counted, the surer.
      confidence: sure(0.6 + 0.25 * Math.min(1, lower / 0.3) + (sided.others.length > 0 ? 0.12 : 0)),
      subjects: [serverSubject(place, server.name), poolSubject(place)],
      startedAtMs,
      startedErrorMs,
      text: `HAProxy calls ${name} ${server.claim.status} while ${how}`,
    },
    {
      thresholds: THRESHOLDS,
      evidence: [
        claimEvidence(place, server),
        ...trafficEvidenceOf(scene, place, server, traffic),
        ...sided.others,
      ],
      against: sided.own,
      facts: {
        share: Math.round(share * 100) / 100,
        claim: server.claim.status,
        checkProves: sayChecked(server),
        checkStatus: server.check?.status ?? null,
        probe: probe?.failure ?? null,
      },
    },
  )
}

/** As the verdicts have it: a lie is said here exactly where it is said of the server. */
export function detectLyingHealthCheck(scene: PoolScene, place: PoolPlace): FindingDraft[] {
  const found: FindingDraft[] = []
  for (const server of place.pool.servers.values())
    if (server.verdict.kind === 'lying' && server.verdict.rule === LYING_CHECK)
      found.push(toDraft(scene, place, server))
  return found
}
