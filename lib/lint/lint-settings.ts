/** Runs every rule over a configuration's settings. */

import type { LoadBalancerSettings } from '../model/check-settings.ts'
import * as check from './check-rules.ts'
import * as drain from './drain-rules.ts'
import * as eviction from './eviction-rules.ts'
import { LINT_SEVERITIES, type LintFinding } from './finding.ts'
import * as load from './load-rules.ts'
import type { PoolRule, ProcessRule } from './rule.ts'
import { type PoolSummary, summarizePool } from './summarize-pool.ts'

const POOL_RULES: readonly PoolRule[] = [
  ...[
    check.noCheck,
    check.portOnlyCheck,
    check.handshakeOnlyCheck,
    check.trackedToOne,
    check.checkedElsewhere,
  ],
  ...[check.checkPath, eviction.slowEviction, eviction.shortStallEvicts, eviction.oneStrike],
  ...[eviction.noTimeoutCheck, eviction.timeoutCheckLate, eviction.trafficEvicts, eviction.noHealthLog],
  ...[drain.sessionsKeptOnDown, drain.stickyDrain, drain.unguardedLongSessions, drain.clientKeepalive],
  ...[load.noRedispatch, load.repeatedRequests, load.noQueueTimeout, load.noSlowStart, load.sleepingBackups],
  ...[load.missingTimeouts, load.stateLostOnReload],
]
const PROCESS_RULES: readonly ProcessRule[] = [drain.hardStop]

export type LintReport = { pools: PoolSummary[]; findings: LintFinding[] }

/** Findings of the process first, then of each pool, the gravest first. */
export function lintSettings(settings: LoadBalancerSettings): LintReport {
  const findings = PROCESS_RULES.flatMap((rule) => rule(settings))
  const pools = settings.pools.map((pool) => {
    const summary = summarizePool(settings, pool)
    const servers = pool.servers.filter(({ disabled }) => !disabled.value)
    if (servers.length > 0) {
      const found = POOL_RULES.flatMap((rule) => rule({ settings, pool, summary, servers }))
      const rank = ({ severity }: { severity: LintFinding['severity'] }) => LINT_SEVERITIES.indexOf(severity)
      findings.push(...found.sort((a, b) => rank(a) - rank(b)).map((one) => ({ ...one, pool: pool.pool })))
    }
    return summary
  })
  return { pools, findings }
}
