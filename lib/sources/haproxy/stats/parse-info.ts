/** `show info`: which process answers, since when, and whether it is on its way out. */

import type { ProcessReading, Reject } from '../../../model/stats-reading.ts'
import { answerLines } from './answer-lines.ts'
import type { AskedFor } from './parse-stats.ts'
import { refusedAnswer } from './refused-answer.ts'
import { rejectTally } from './reject-tally.ts'

type Fields = Map<string, string>

function whole(fields: Fields, name: string): number | null {
  const text = fields.get(name)
  return text !== undefined && /^-?\d{1,20}$/.test(text) ? Number(text) : null
}

function startedAtMs(fields: Fields, atMs: number): number | null {
  const started = whole(fields, 'start_time_sec')
  if (started !== null && started > 0) return started * 1000
  const uptime = whole(fields, 'uptime_sec')
  return uptime === null ? null : atMs - uptime * 1000
}

/** `atMs` is when it was asked for; the reading is null where the answer names no version, process or uptime. */
export function parseInfo(
  text: string,
  asked: AskedFor,
): { reading: ProcessReading | null; rejects: Reject[] } {
  const rejects = rejectTally()
  const refused = refusedAnswer(text)
  if (refused !== null) rejects.add(refused, text.slice(0, 200))
  if (refused !== null) return { reading: null, rejects: rejects.list() }

  const fields: Fields = new Map()
  for (const line of answerLines(text, (over) => rejects.add('too-many-lines', over))) {
    const colon = line.indexOf(':')
    if (line.trim() === '') {
      if (fields.size > 0) break
    } else if (colon <= 0) rejects.add('line-without-colon', line)
    else {
      const name = line.slice(0, colon).trim().toLowerCase()
      if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
    }
  }
  if (!fields.has('version') && !fields.has('pid') && !fields.has('uptime_sec')) {
    rejects.add('no-process-fields', text.slice(0, 200))
    return { reading: null, rejects: rejects.list() }
  }
  const reading: ProcessReading = {
    kind: 'process',
    source: asked.source,
    loadBalancer: asked.loadBalancer,
    worker: asked.worker ?? null,
    atMs: asked.atMs,
    version: fields.get('version') || null,
    node: fields.get('node') || null,
    pid: whole(fields, 'pid'),
    processNumber: whole(fields, 'process_num'),
    startedAtMs: startedAtMs(fields, asked.atMs),
    uptimeS: whole(fields, 'uptime_sec'),
    stopping: (whole(fields, 'stopping') ?? 0) !== 0,
    connections: whole(fields, 'currconns'),
    droppedLogs: whole(fields, 'droppedlogs'),
  }
  return { reading, rejects: rejects.list() }
}
