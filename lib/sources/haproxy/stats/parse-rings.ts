/** `show events` without a name: the sinks of this process, of which the buffers can be read over the socket. */

import type { Reject } from '../../../model/stats-reading.ts'
import { answerLines } from './answer-lines.ts'
import { refusedAnswer } from './refused-answer.ts'
import { rejectTally } from './reject-tally.ts'

export type Sink = { name: string; type: string; dropped: number | null; description: string }

/** `buf0` is HAProxy's own trace buffer: a buffer too, but nobody's log. */
export function parseRings(text: string): { sinks: Sink[]; rejects: Reject[] } {
  const rejects = rejectTally()
  const refused = refusedAnswer(text)
  if (refused !== null) rejects.add(refused, text.slice(0, 200))
  if (refused !== null) return { sinks: [], rejects: rejects.list() }

  const sinks: Sink[] = []
  let listed = false
  for (const line of answerLines(text, (over) => rejects.add('too-many-lines', over))) {
    if (line.startsWith('Supported events sinks')) listed = true
    else if (line.trim() !== '') {
      const sink = /^\s*(\S+)\s*: type=(\w+), (?:(\d+) dropped, )?(.*)$/.exec(line)
      if (!sink) rejects.add(listed ? 'unreadable-row' : 'no-header', line)
      else
        sinks.push({
          name: sink[1]!,
          type: sink[2]!,
          dropped: sink[3] ? Number(sink[3]) : null,
          description: sink[4]!,
        })
    }
  }
  return { sinks, rejects: rejects.list() }
}
