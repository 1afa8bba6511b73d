/** How much of a server its health check reaches. */

import type { Server } from '../model/server.ts'

/** `unknown` where only logs are known or the check has not ended once. */
export type CheckLevel = 'application' | 'tls' | 'port' | 'program' | 'tracked' | 'none' | 'unknown'

/** A failing check may have failed below the level it reaches: only what passed says which level that is. */
export function checkLevel(server: Server): CheckLevel {
  if (server.tracked !== null || server.claim.by === 'tracked') return 'tracked'
  if (server.claim.kind === 'no-check') return 'none'
  const status = server.check?.status ?? null
  if (status === null) return server.check === null ? 'unknown' : 'none'
  if (status.startsWith('L7')) return 'application'
  if (status.startsWith('PROC')) return 'program'
  if (status.startsWith('L6')) return status === 'L6OK' ? 'tls' : 'unknown'
  return status === 'L4OK' ? 'port' : 'unknown'
}
