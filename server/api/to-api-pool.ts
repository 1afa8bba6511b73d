/** A pool as the public API gives it. */

import type { PoolView, ServerView } from '#lib/views/live-view'

function toApiServer(server: ServerView) {
  const [sessions, requestRate, failureRate, queue, responseTimeMs] = server.numbers
  return {
    name: server.name,
    address: server.address,
    backup: server.backup,
    claim: server.claim.status,
    claimKind: server.claim.kind,
    claimSinceMs: server.claimSinceMs,
    verdict: server.verdict.kind,
    verdictReason: server.verdict.reason,
    verdictRule: server.verdict.rule,
    verdictSinceMs: server.verdict.sinceMs,
    sessions,
    requestRate,
    failureRate,
    queue,
    responseTimeMs,
    weight: server.weight,
    strikes: server.strikes,
    checkProves: server.checkProves,
    lastCheck: server.lastCheck,
  }
}

export function toApiPool(pool: PoolView) {
  const [sessions, requestRate, failureRate, queue] = pool.numbers
  return {
    id: pool.id,
    name: pool.name,
    loadBalancer: pool.loadBalancer,
    status: pool.status,
    fresh: pool.fresh,
    mode: pool.mode,
    sessions,
    requestRate,
    failureRate,
    queue,
    servers: pool.servers.map(toApiServer),
    risk: pool.risk ?? null,
    drains: pool.drains ?? [],
  }
}
