/** What the evidence says of one server's claim. */

import type { Pool } from '../model/pool.ts'
import type { Server } from '../model/server.ts'
import type { Verdict, VerdictKind } from '../model/verdict.ts'
import { checkLevel } from './check-level.ts'
import { detectFailingTraffic, FAILURES_IN_A_ROW, trafficCleared } from './detect-failing-traffic.ts'
import { detectFalseDown, FALSE_DOWN } from './detect-false-down.ts'
import { detectLyingCheck, LYING_CHECK } from './detect-lying-check.ts'
import { detectSharedDependency, SHARED_DEPENDENCY } from './detect-shared-dependency.ts'
import { type TrafficEvidence, trafficEvidence } from './traffic-evidence.ts'

export type Now = {
  nowMs: number
  /** False once the load balancer's claims are older than the limit: then nothing of it is known. */
  fresh: boolean
}

/** Evidence of every server of a pool, gathered once. */
export type PoolEvidence = { byServer: Map<string, TrafficEvidence>; shared: boolean }

type Said = Omit<Verdict, 'sinceMs'>

const inRotation = (server: Server) =>
  server.claim.kind === 'up' || server.claim.kind === 'going-down' || server.claim.kind === 'no-check'

const failing = (server: Server, evidence: TrafficEvidence) =>
  detectFailingTraffic(evidence) || (wasFailing(server) && !trafficCleared(evidence))

const wasFailing = (server: Server) =>
  server.verdict.rule === LYING_CHECK || server.verdict.rule === SHARED_DEPENDENCY

export function poolEvidence(pool: Pool, nowMs: number): PoolEvidence {
  const byServer = new Map<string, TrafficEvidence>()
  let bad = 0
  let serving = 0
  for (const server of pool.servers.values()) {
    const evidence = trafficEvidence(server, nowMs)
    byServer.set(server.name, evidence)
    if (!inRotation(server) || evidence.requestsKept === 0) continue
    if (evidence.requests > 0 || evidence.inARow > 0) serving++
    if (failing(server, evidence)) bad++
  }
  return { byServer, shared: detectSharedDependency(bad, Math.max(serving, bad)) }
}

function percent(evidence: TrafficEvidence): string {
  const row = evidence.inARow >= FAILURES_IN_A_ROW && evidence.share < 0.5
  return row ? `${evidence.inARow} failures in a row` : `${Math.round(evidence.share * 100)} % failing`
}

function say(kind: VerdictKind, reason: string, rule: string): Said {
  return { kind, reason, rule }
}

function judgeIdle(server: Server): Said {
  const level = checkLevel(server)
  if (level === 'port') return say('unproven', 'port only', 'unproven-health-check')
  if (level === 'none') return say('unproven', 'no check', 'unproven-health-check')
  return say('no-traffic', 'no traffic', 'no-traffic')
}

function judgeInRotation(
  server: Server,
  evidence: TrafficEvidence,
  pool: Pool,
  gathered: PoolEvidence,
): Said {
  if (evidence.requestsKept === 0) return judgeIdle(server)
  if (failing(server, evidence)) {
    if (gathered.shared) {
      const whole = [...gathered.byServer.values()].reduce(
        (sum, one) => ({ failures: sum.failures + one.failures, requests: sum.requests + one.requests }),
        { failures: 0, requests: 0 },
      )
      const share = whole.requests > 0 ? Math.round((whole.failures / whole.requests) * 100) : 100
      return say('unproven', `whole pool failing: ${share} %`, SHARED_DEPENDENCY)
    }
    if (server.claim.kind === 'no-check') return say('unproven', percent(evidence), 'unproven-health-check')
    const others = [...pool.servers.values()]
      .filter((one) => one !== server && inRotation(one))
      .map((one) => gathered.byServer.get(one.name)!)
      .filter((one) => one.requests > 0)
      .map((one) => one.share)
    if (detectLyingCheck(evidence, others, server.verdict.rule === LYING_CHECK)) {
      return say('lying', percent(evidence), LYING_CHECK)
    }
    return say('unproven', percent(evidence), 'unproven-health-check')
  }
  if (server.claim.kind === 'no-check')
    return say('unproven', 'no check, traffic fine', 'unproven-health-check')
  if (evidence.requests === 0) return judgeIdle(server)
  if (evidence.failures === 0) return say('agrees', 'traffic fine', 'traffic-agrees')
  if (evidence.share <= 0.5) return say('agrees', 'few failing', 'traffic-agrees')
  return say('unproven', 'too little traffic to tell', 'unproven-health-check')
}

function judge(server: Server, pool: Pool, now: Now, gathered: PoolEvidence): Said {
  const { kind } = server.claim
  if (!now.fresh) return say('unknown', 'nothing heard lately', 'stale')
  if (kind === 'unknown') return say('unknown', 'claim not known', 'no-claim')
  const evidence = gathered.byServer.get(server.name) ?? trafficEvidence(server, now.nowMs)
  if (kind === 'maint') return say('agrees', 'in maintenance', 'out-of-rotation')
  if (kind === 'drain') return say('agrees', 'draining', 'out-of-rotation')
  if (kind === 'nolb') return say('agrees', 'known clients only', 'out-of-rotation')
  if (kind === 'down' || kind === 'going-up') {
    return detectFalseDown(server, evidence, now.nowMs)
      ? say('lying', `${Math.round((1 - evidence.share) * 100)} % fine`, FALSE_DOWN)
      : say('agrees', 'no new traffic', 'out-of-rotation')
  }
  return judgeInRotation(server, evidence, pool, gathered)
}

/** Give the result back as `server.verdict`: the next judgement starts from it, so that verdicts do not flap. */
export function judgeServer(
  server: Server,
  pool: Pool,
  now: Now,
  gathered: PoolEvidence = poolEvidence(pool, now.nowMs),
): Verdict {
  const said = judge(server, pool, now, gathered)
  const { verdict } = server
  const same = verdict.kind === said.kind && verdict.rule === said.rule
  if (same && verdict.reason === said.reason) return verdict
  return { ...said, sinceMs: same ? verdict.sinceMs : now.nowMs }
}
