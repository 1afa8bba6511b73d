/** Judges every server of a pool on the same evidence, so that one shared failure is not many lies. */

import type { Pool } from '../model/pool.ts'
import type { Verdict } from '../model/verdict.ts'
import { judgeServer, type Now, poolEvidence } from './judge-server.ts'

/** By server name, and which of them are not as they were. Nothing is written. */
export function judgePool(pool: Pool, now: Now): { verdicts: Map<string, Verdict>; changed: string[] } {
  const gathered = poolEvidence(pool, now.nowMs)
  const verdicts = new Map<string, Verdict>()
  const changed: string[] = []
  for (const server of pool.servers.values()) {
    const verdict = judgeServer(server, pool, now, gathered)
    verdicts.set(server.name, verdict)
    if (verdict !== server.verdict) changed.push(server.name)
  }
  return { verdicts, changed }
}
