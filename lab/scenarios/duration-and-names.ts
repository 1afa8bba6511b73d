/** How a scenario writes times and names of hosts. */

import { z } from 'zod'

/** Interface names end at 15 characters, and the switch's ports carry the host's name. */
export const HostName = z.string().regex(/^[a-z][a-z0-9-]{0,11}$/, 'a host name: a-z, 0-9, -, at most 12')

/** `8s`, `800ms`, `1m`, or a number of seconds; milliseconds come out. */
export const Duration = z.union([z.string(), z.number()]).transform((value, context) => {
  if (typeof value === 'number' && value >= 0) return value * 1000
  const found = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(String(value))
  if (found) return Number(found[1]) * { ms: 1, s: 1000, m: 60_000 }[found[2] as 'ms' | 's' | 'm']
  context.addIssue({ code: 'custom', message: 'a time such as 8s or 800ms' })
  return z.NEVER
})
