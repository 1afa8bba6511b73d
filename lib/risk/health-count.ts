/** How HAProxy counts checks: one number a server, from 0 to rise + fall − 1; at `rise` and above it is UP. */

import type { CheckModel } from './pool-model.ts'

export const fullHealth = (check: CheckModel) => check.rise + check.fall - 1
export const isUp = (health: number, check: CheckModel) => health >= check.rise

/** One success heals an UP server in full, one failure sends a rising one back to 0. */
export function nextHealth(health: number, passed: boolean, check: CheckModel): number {
  if (passed) {
    if (isUp(health, check)) return fullHealth(check)
    return health + 1 >= check.rise ? fullHealth(check) : health + 1
  }
  if (!isUp(health, check)) return 0
  return health - 1 < check.rise ? 0 : health - 1
}

/** From one check's end to the next one's start. */
export function pauseAfter(health: number, check: CheckModel): number {
  if (health === fullHealth(check)) return check.interMs
  if (health === 0) return check.downInterMs ?? check.interMs
  return check.fastInterMs ?? check.interMs
}
