/** What findings of drains say of the server, its sessions and who cut them. */

import type { Drain, DrainSession } from '../../model/drain.ts'
import type { Subject } from '../../model/finding.ts'

export const drainSubjects = ({ loadBalancer, pool, server }: Drain): Subject[] => [
  { type: 'server', id: `${loadBalancer}/${pool}/${server}` },
  { type: 'pool', id: `${loadBalancer}/${pool}` },
  { type: 'load-balancer', id: loadBalancer },
]

export const sessionsWord = (count: number): string => `${count} session${count === 1 ? '' : 's'}`

/** `45 s`, `3 min`, `2 h`. */
export function spanWords(ms: number): string {
  const s = Math.round(ms / 1000)
  if (s < 90) return `${s} s`
  return s < 5_400 ? `${Math.round(s / 60)} min` : `${Math.round(s / 3_600)} h`
}

const CUT_WORDS: Record<string, string> = {
  K: 'killed by an operator or a hard stop (K)',
  D: 'killed when the server was marked down (D)',
  RST: 'broken off by the server',
  'process gone': 'gone with a process',
}

export function cutWords({ by }: NonNullable<Drain['cut']>): string {
  return Object.entries(by)
    .map(([what, count]) => `${count} ${CUT_WORDS[what] ?? what}`)
    .join(', ')
}

/** `10.0.0.9:50001 (vim on bastion), open for 3 h, idle for 2 min`. */
export function sessionWords({ client, command, ageMs, idleMs }: DrainSession): string {
  const who = command === null ? client : `${client} (${command.command} on ${command.host})`
  const idle = idleMs === null ? '' : `, idle for ${spanWords(idleMs)}`
  return `${who}, open for ${spanWords(ageMs)}${idle}`
}
