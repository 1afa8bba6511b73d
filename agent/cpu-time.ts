/** Processor time of this process and of its ended children. */

import { readText } from './read-text.ts'

const MS_PER_TICK = 10

export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/** Null where /proc does not tell. Counted in hundredths of a second: only sums over many children are exact. */
export function childrenCpuMs(): number | null {
  const text = readText('/proc/self/stat')
  if (!text) return null
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK
}
