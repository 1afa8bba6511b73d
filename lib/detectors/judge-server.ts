/** What the evidence says of one server's claim. */

import type { LoadBalancerSettings } from '../model/check-settings.ts'
import type { Pool } from '../model/pool.ts'
import type { Server } from '../model/server.ts'
import type { Verdict, VerdictKind } from '../model/verdict.ts'
import { checkLevel } from './check-level.ts'
import {
  detectFailingTraffic,
  FAILURES_IN_A_ROW,
  LEAST_REQUESTS,
  trafficCleared,
} from './detect-failing-traffic.ts'
import { detectFalseDown, FALSE_DOWN } from './detect-false-down.ts'
import { detectLyingCheck, LYING_CHECK } from './detect-lying-check.ts'
import {
  beginToFail,
  detectSharedDependency,
  type Member,
  SHARED_DEPENDENCY,
} from './detect-shared-dependency.ts'
import { fares } from './failing-since.ts'
import { isNotCheckedSince, NOT_CHECKED_SINCE } from './not-checked-since.ts'
import { type TrafficEvidence, trafficEvidence } from './traffic-evidence.ts'

export type Now = {
  nowMs: number
  /** False once the load balancer's claims are older than the limit: then nothing of it is known. */
  fresh: boolean
  /** Of the load balancer, where its haproxy.cfg is known. */
  settings?: LoadBalancerSettings | undefined
}

/** Evidence of every server of a pool, gathered once. */
export type PoolEvidence = {
  byServer: Map<string, TrafficEvidence>
  shared: boolean
  /** Most direct probes fail together. */
  probesShared: boolean
}

type Said = Omit<Verdict, 'sinceMs'>

const inRotation = (server: Server) =>
  server.claim.kind === 'up' || server.claim.kind === 'going-down' || server.claim.kind === 'no-check'

/** So many of the others are enough to compare with. */
const MAX_OTHERS = 100

/** `UP 1/3` with a passing check is a server on its way up. */
const PASSING = /^(L4OK|L6OK|L7OK|PROCOK|INI|UNK|CHECKED)/

/** Its check has begun to fail: what it says is on its way to the truth. */
export const checkNotices = ({ claim, check }: Server) =>
  claim.kind === 'going-down' && !PASSING.test(check?.status ?? '')

const failing = (server: Server, evidence: TrafficEvidence) =>
  detectFailingTraffic(evidence) || (wasFailing(server) && !trafficCleared(evidence))

const wasFailing = (server: Server) =>
  server.verdict.rule === LYING_CHECK || server.verdict.rule === SHARED_DEPENDENCY

export function poolEvidence(pool: Pool, nowMs: number): PoolEvidence {
  const byServer = new Map<string, TrafficEvidence>()
  const members: Member[] = []
  let bad = 0
  let serving = 0
  let probed = 0
  let probesFail = 0
  for (const server of pool.servers.values()) {
    const evidence = trafficEvidence(server, nowMs)
    byServer.set(server.name, evidence)
    if (!inRotation(server)) continue
    if (server.probe) probed++
    if (evidence.probe) probesFail++
    if (evidence.requestsKept === 0) continue
    if (evidence.requests > 0 || evidence.inARow > 0) serving++
    const isFailing = failing(server, evidence)
    members.push({ server, evidence, failing: isFailing })
    if (isFailing) bad++
  }
  const together = bad === 0 || bad > serving / 2 ? bad : bad + beginToFail(members)
  return {
    byServer,
    shared: detectSharedDependency(together, Math.max(serving, bad)),
    probesShared: detectSharedDependency(probesFail, probed),
  }
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

function judgeProbes(server: Server, evidence: TrafficEvidence, gathered: PoolEvidence): Said | null {
  const { probe } = evidence
  if (probe === null || checkNotices(server) || server.claim.kind === 'no-check') return null
  if (gathered.probesShared)
    return say('unproven', `probes of the whole pool fail: ${probe.failure}`, SHARED_DEPENDENCY)
  // Visitors ask for more than one path.
  if (evidence.requests >= LEAST_REQUESTS && evidence.failures === 0)
    return say('unproven', `probe fails: ${probe.failure}`, 'probe-alone-fails')
  return say('lying', `probe fails: ${probe.failure}`, LYING_CHECK)
}

/** The share of the whole pool that fails. */
function wholeShare({ byServer }: PoolEvidence): number {
  let failures = 0
  let requests = 0
  for (const one of byServer.values()) {
    failures += one.failures
    requests += one.requests
  }
  return requests > 0 ? Math.round((failures / requests) * 100) : 100
}

function judgeFailing(
  server: Server,
  evidence: TrafficEvidence,
  pool: Pool,
  gathered: PoolEvidence,
  now: Now,
): Said {
  const { nowMs } = now
  if (gathered.shared)
    return say('unproven', `whole pool failing: ${wholeShare(gathered)} %`, SHARED_DEPENDENCY)
  if (server.claim.kind === 'no-check') return say('unproven', percent(evidence), 'unproven-health-check')
  if (checkNotices(server)) return say('unproven', `${percent(evidence)}, its check too`, 'check-notices')
  if (server.verdict.rule !== LYING_CHECK && isNotCheckedSince(now.settings, pool, server, evidence))
    return say('unproven', `${percent(evidence)}, not checked since`, NOT_CHECKED_SINCE)
  const others = [...pool.servers.values()]
    .filter((one) => one !== server && inRotation(one))
    .slice(0, MAX_OTHERS)
  const { since } = evidence
  const share = since === null || since.requests === 0 ? 1 : since.failures / since.requests
  const found = detectLyingCheck({
    evidence,
    shares: others.flatMap((one) => {
      const its = gathered.byServer.get(one.name)!
      return its.requests > 0 ? [its.share] : []
    }),
    others: since === null ? [] : others.map((one) => fares(one, since.atMs, share)),
    before: server.verdict.rule === LYING_CHECK,
    // A log tells of changes only: without one the word stands.
    claimedAtMs: server.check === null ? nowMs : server.claimSeenAtMs,
    nowMs,
  })
  if (found === 'lying') return say('lying', percent(evidence), LYING_CHECK)
  return say('unproven', percent(evidence), found === 'wait' ? 'failing-lately' : 'unproven-health-check')
}

function judgeInRotation(
  server: Server,
  evidence: TrafficEvidence,
  pool: Pool,
  gathered: PoolEvidence,
  now: Now,
): Said {
  if (evidence.requestsKept > 0 && failing(server, evidence))
    return judgeFailing(server, evidence, pool, gathered, now)
  const probed = judgeProbes(server, evidence, gathered)
  if (probed) return probed
  if (evidence.requestsKept === 0) return judgeIdle(server)
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
  return judgeInRotation(server, evidence, pool, gathered, now)
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
