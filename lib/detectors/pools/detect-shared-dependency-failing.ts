/** Most servers of a pool fail together: what they share fails, and taking them all out would be the outage. */

import type { Evidence } from '../../model/finding.ts'
import type { Server } from '../../model/server.ts'
import { SHARED_DEPENDENCY } from '../detect-shared-dependency.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import { trafficEvidence } from '../traffic-evidence.ts'
import { type FailingCheck, failTogether, TOGETHER_MS, watchChecks } from './failing-checks.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { nameSome, percent, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'
import { claimEvidence, trafficEvidenceOf } from './server-evidence.ts'

/** Failing for this long: a stall that is over before anyone could act is none. */
export const SHARED_FOR_MS = 2_000
export const CRITICAL_SHARE = 0.5
const SHOWN = 6

type Began = { server: Server; sinceMs: number; errorMs: number; lastMs: number; evidence: Evidence[] }

function byTraffic(scene: PoolScene, place: PoolPlace): Began[] {
  return [...place.pool.servers.values()]
    .filter((server) => server.verdict.rule === SHARED_DEPENDENCY)
    .map((server) => {
      const traffic = trafficEvidence(server, scene.nowMs)
      const { since, probe } = traffic
      return {
        server,
        sinceMs: since?.atMs ?? probe?.sinceMs ?? server.verdict.sinceMs,
        errorMs: since?.errorMs ?? 1_000,
        lastMs: Math.max(since?.lastMs ?? 0, probe === null ? 0 : (server.probe?.atMs ?? 0)),
        evidence: [
          ...trafficEvidenceOf(scene, place, server, traffic).slice(0, 2),
          claimEvidence(place, server),
        ],
      }
    })
}

function byChecks(place: PoolPlace, failing: ReadonlyMap<string, FailingCheck>): Began[] {
  const heardMs = place.lb.statsAtMs ?? Number.POSITIVE_INFINITY
  return failTogether(failing, place.pool.servers.size).map((name) => {
    const { sinceMs, errorMs, status, text } = failing.get(name)!
    const words = `The check of ${sayServer(place, name)} fails: ${[status, text].filter(Boolean).join(' ')}`
    const evidence = seen(place, 'claim', serverSubject(place, name), { atMs: sinceMs, errorMs }, words)
    return { server: place.pool.servers.get(name)!, sinceMs, errorMs, lastMs: heardMs, evidence: [evidence] }
  })
}

export function detectSharedDependencyFailing(scene: PoolScene, place: PoolPlace): FindingDraft[] {
  const { nowMs } = scene
  const failing = watchChecks(scene, place)
  const traffic = byTraffic(scene, place)
  const checks = byChecks(place, failing)
  const began = new Map([...checks, ...traffic].map((one) => [one.server.name, one]))
  if (began.size === 0) return []
  const all = [...began.values()].sort((a, b) => a.sinceMs - b.sinceMs)
  const first = [...checks, ...traffic].reduce((a, b) => (b.sinceMs < a.sinceMs ? b : a))
  const lastMs = Math.max(...[...checks, ...traffic].map((one) => one.lastMs))
  if (lastMs - first.sinceMs < SHARED_FOR_MS) {
    scene.memory.againAtMs.set(place.id, Math.max(nowMs + 250, first.sinceMs + SHARED_FOR_MS))
    return []
  }
  let requests = 0
  let failures = 0
  for (const server of place.pool.servers.values()) {
    const counted = trafficEvidence(server, nowMs)
    requests += counted.requests
    failures += counted.failures
  }
  const share = requests > 0 ? failures / requests : 0
  const names = all.map((one) => one.server.name)
  const count = place.pool.servers.size
  const who = names.length === count ? `All ${count} servers` : `${names.length} of ${count} servers`
  const spread = all.at(-1)!.sinceMs - all[0]!.sinceMs
  const how =
    failures > 0
      ? `${percent(share)} of requests fail`
      : `their checks fail (${[...failing.values()][0]?.status ?? '?'})`
  return [
    findingDraft(
      {
        kind: 'shared-dependency-failing',
        rule: SHARED_DEPENDENCY,
        severity: share >= CRITICAL_SHARE || checks.length === count ? 'critical' : 'warning',
        confidence: sure(0.7 + (names.length === count ? 0.15 : 0) + (spread <= TOGETHER_MS ? 0.1 : 0)),
        subjects: [poolSubject(place), ...names.slice(0, 20).map((name) => serverSubject(place, name))],
        startedAtMs: first.sinceMs,
        startedErrorMs: first.errorMs,
        text: `${who} of ${place.pool.name} fail together: ${how}; taking them out would leave nobody`,
      },
      {
        thresholds: {
          sharedForMs: SHARED_FOR_MS,
          togetherMs: TOGETHER_MS,
          criticalShare: CRITICAL_SHARE,
          mostOf: 0.5,
        },
        evidence: [
          ...all.slice(0, SHOWN).flatMap((one) => one.evidence),
          ...checks.slice(0, SHOWN).flatMap((one) => one.evidence),
        ],
        facts: {
          share: Math.round(share * 100) / 100,
          servers: count,
          failing: names.length,
          spreadMs: Math.round(spread),
          checksFail: checks.length,
          named: nameSome(names),
        },
      },
    ),
  ]
}
