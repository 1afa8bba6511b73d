/** Processor time of this process and of its children. */

import { readText } from './read-text.ts'

const MS_PER_TICK = 10

export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Of one child and all that it ran to the end; 0 where it is gone. In hundredths of a second: only sums are exact. */
export function childCpuMs(pid: number | undefined): number {
  const text = pid === undefined ? null : readText(`/proc/${pid}/stat`)
  if (!text) return 0
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, one) => sum + Number(one), 0) * MS_PER_TICK
}
