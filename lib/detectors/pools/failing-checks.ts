/** Which of a pool's checks fail, since when, and whether most of them began to at once. */

import type { Server } from '../../model/server.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'

export type FailingCheck = { sinceMs: number; errorMs: number; status: string; text: string }

/** The server was reached and answered wrong or too late: what it leans on may be the reason. */
const ANSWERED_WRONG = /^(?:L7|PROC)/
const PASSING = /^(?:L[467]OK|L7OKC|PROCOK|INI|UNK|CHECKED)/
/** Checks are not all due at once: so far apart may the first failing ones be. */
export const TOGETHER_MS = 3_000

const isFailing = ({ claim, check }: Server) =>
  (claim.kind === 'going-down' || claim.kind === 'down') && !!check?.status && !PASSING.test(check.status)

/** Writes into the scene's memory; by server name. */
export function watchChecks(scene: PoolScene, place: PoolPlace): Map<string, FailingCheck> {
  const { memory, nowMs } = scene
  const found = new Map<string, FailingCheck>()
  for (const server of place.pool.servers.values()) {
    const key = `${place.id}/${server.name}`
    if (!isFailing(server)) {
      memory.failingChecks.delete(key)
      continue
    }
    const { status, lastText, description } = server.check!
    const known = memory.failingChecks.get(key)
    const first = { sinceMs: Math.min(nowMs, server.claimSinceMs), errorMs: server.claimErrorMs }
    const failing = { ...(known ?? first), status: status!, text: lastText || description || '' }
    memory.failingChecks.set(key, failing)
    found.set(server.name, failing)
  }
  return found
}

/** Names of those that began together, where they are most of the pool; else none. */
export function failTogether(failing: ReadonlyMap<string, FailingCheck>, servers: number): string[] {
  const wrong = [...failing].filter(([, one]) => ANSWERED_WRONG.test(one.status))
  if (wrong.length < 2) return []
  const firstMs = Math.min(...wrong.map(([, one]) => one.sinceMs))
  const together = wrong.filter(([, one]) => one.sinceMs - firstMs <= TOGETHER_MS)
  return together.length >= 2 && together.length > servers / 2 ? together.map(([name]) => name) : []
}
