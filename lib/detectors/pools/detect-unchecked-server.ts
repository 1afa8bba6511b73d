/** A server that lets nobody connect and that HAProxy calls UP only because its check has not had its turn. */

import type { Server } from '../../model/server.ts'
import { FAILURES_IN_A_ROW, LEAST_REQUESTS, LEAST_SHARE } from '../detect-failing-traffic.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import {
  evictedWithin,
  firstCheckWithinMs,
  NOT_CHECKED_SINCE,
  ownTiming,
  UNCONNECTED_SHARE,
  USUAL_INTER_MS,
} from '../not-checked-since.ts'
import { JUDGED_S, trafficEvidence } from '../traffic-evidence.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { percent, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'
import { claimEvidence, trafficEvidenceOf } from './server-evidence.ts'

const seconds = (ms: number) => Number((ms / 1000).toFixed(1))

function toDraft(scene: PoolScene, place: PoolPlace, server: Server): FindingDraft[] {
  const timing = ownTiming(place.lb.settings, place.pool, server)
  if (!timing) return []
  const traffic = trafficEvidence(server, scene.nowMs)
  const { minMs, maxMs } = evictedWithin(timing, server)
  const { interMs, fall } = timing
  const subject = serverSubject(place, server.name)
  const name = sayServer(place, server.name)
  const startedAtMs = traffic.since?.atMs ?? server.verdict.sinceMs
  const startedErrorMs = traffic.since?.errorMs ?? JUDGED_S * 1000
  const settings = `its check (inter ${seconds(interMs)} s, fall ${fall}) takes it out ${seconds(minMs)} to ${seconds(maxMs)} s after that began`
  return [
    findingDraft(
      {
        kind: 'unproven-health-check',
        rule: NOT_CHECKED_SINCE,
        severity: 'warning',
        confidence: sure(0.6 + 0.3 * traffic.unconnectedShare),
        subjects: [subject, poolSubject(place)],
        startedAtMs,
        startedErrorMs,
        text: `${name} lets nobody connect and was not checked since: HAProxy’s ${server.claim.status} is from before; ${settings}`,
      },
      {
        thresholds: {
          failuresInARow: FAILURES_IN_A_ROW,
          leastRequests: LEAST_REQUESTS,
          leastShare: LEAST_SHARE,
          unconnectedShare: UNCONNECTED_SHARE,
          firstCheckWithinMs: firstCheckWithinMs(timing, server),
          usualInterMs: USUAL_INTER_MS,
        },
        evidence: [
          claimEvidence(place, server),
          ...trafficEvidenceOf(scene, place, server, traffic),
          seen(
            place,
            'traffic',
            subject,
            { atMs: startedAtMs, errorMs: startedErrorMs },
            `${percent(traffic.unconnectedShare)} of the failures at ${name} never had a connection`,
          ),
          seen(
            place,
            'claim',
            subject,
            { atMs: startedAtMs, errorMs: startedErrorMs },
            `By the haproxy.cfg the first check after that may end ${seconds(interMs)} s later: ${settings}`,
          ),
        ],
        facts: {
          claim: server.claim.status,
          checkStatus: server.check?.status ?? null,
          interMs,
          fall,
          evictedFromMs: minMs,
          evictedToMs: maxMs,
          share: Math.round(traffic.share * 100) / 100,
        },
      },
    ),
  ]
}

/** As the verdicts have it. */
export const detectUncheckedServer = (scene: PoolScene, place: PoolPlace): FindingDraft[] =>
  [...place.pool.servers.values()]
    .filter(({ verdict }) => verdict.rule === NOT_CHECKED_SINCE)
    .flatMap((server) => toDraft(scene, place, server))
