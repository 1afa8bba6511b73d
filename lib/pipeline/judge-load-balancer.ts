/** Passes judgement on every server of a load balancer, and drafts the news in it. */

import { judgePool } from '../detectors/judge-pool.ts'
import type { Now } from '../detectors/judge-server.ts'
import { type EventDraft, eventDraft } from '../events/event-draft.ts'
import type { LoadBalancer } from '../model/load-balancer.ts'
import type { Server } from '../model/server.ts'
import type { Verdict } from '../model/verdict.ts'

function toDraft(
  lb: string,
  pool: string,
  server: Server,
  verdict: Verdict,
  nowMs: number,
): EventDraft | null {
  const before = server.verdict.kind
  if (before === verdict.kind || (before !== 'lying' && verdict.kind !== 'lying')) return null
  // Not to know is no news of a lie's end.
  if (verdict.kind === 'unknown') return null
  const told = {
    kind: 'verdict' as const,
    loadBalancer: lb,
    source: 'polygraph',
    atMs: nowMs,
    errorMs: 1000,
    observedAtMs: nowMs,
  }
  return eventDraft(told, {
    pool,
    server: server.name,
    from: before,
    to: verdict.kind,
    reason: verdict.reason,
  })
}

/** Writes verdicts into the servers; `changed` are ids of pools with a new one. */
export function judgeLoadBalancer(
  lb: LoadBalancer,
  now: Now,
): { drafts: EventDraft[]; changed: Set<string> } {
  const drafts: EventDraft[] = []
  const changed = new Set<string>()
  for (const pool of lb.pools.values()) {
    const judged = judgePool(pool, { ...now, settings: lb.settings })
    for (const name of judged.changed) {
      const server = pool.servers.get(name)!
      const verdict = judged.verdicts.get(name)!
      const draft = toDraft(lb.name, pool.name, server, verdict, now.nowMs)
      if (draft) drafts.push(draft)
      server.verdict = verdict
      changed.add(`${lb.name}/${pool.name}`)
    }
  }
  return { drafts, changed }
}
