/** `show proc` of the master's socket: the workers that serve, and the old ones still finishing. */

import type { Reject, WorkersReading } from '../../../model/stats-reading.ts'
import { answerLines } from './answer-lines.ts'
import type { AskedFor } from './parse-stats.ts'
import { refusedAnswer } from './refused-answer.ts'
import { rejectTally } from './reject-tally.ts'

/** `0d00h02m07s` in seconds. */
function uptimeS(text: string | undefined): number | null {
  const parts = /^(\d+)d(\d+)h(\d+)m(\d+)s$/.exec(text ?? '')
  if (!parts) return null
  const [days, hours, minutes, seconds] = parts.slice(1).map(Number) as [number, number, number, number]
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
}

/** Cells by column name; `[was: 1]` and `[failed: 0]` hold a space and stand for one cell or none. */
function cellsOf(line: string, columns: string[]): Map<string, string> {
  const cells = line
    .replace(/\[was: *(\d+)\]/, '$1')
    .replace(/\[failed: *\d+\]/, '')
    .trim()
    .split(/\s+/)
  return new Map(columns.map((name, at) => [name, cells[at] ?? '']))
}

/** `atMs` is when it was asked for. The master itself is not a worker; programs are left out. */
export function parseWorkers(
  text: string,
  asked: AskedFor,
): { reading: WorkersReading | null; rejects: Reject[] } {
  const rejects = rejectTally()
  const refused = refusedAnswer(text)
  if (refused !== null) rejects.add(refused, text.slice(0, 200))
  if (refused !== null) return { reading: null, rejects: rejects.list() }

  let columns: string[] | null = null
  let section = ''
  const workers: WorkersReading['workers'] = []
  for (const line of answerLines(text, (over) => rejects.add('too-many-lines', over))) {
    if (line.startsWith('#<PID>')) columns = [...line.matchAll(/<([^>]+)>/g)].map((match) => match[1]!)
    else if (line.startsWith('#')) section = line.slice(1).trim()
    else if (line.trim() === '' || section.endsWith('programs')) continue
    else if (columns === null) break
    else {
      const cells = cellsOf(line, columns)
      if (cells.get('type') === 'master') continue
      const pid = cells.get('PID') ?? ''
      if (cells.get('type') !== 'worker' || !/^\d+$/.test(pid)) rejects.add('unreadable-row', line)
      else {
        const reloads = cells.get('reloads') ?? ''
        workers.push({
          pid: Number(pid),
          old: section === 'old workers',
          reloads: /^\d+$/.test(reloads) ? Number(reloads) : null,
          uptimeS: uptimeS(cells.get('uptime')),
          version: cells.get('version') || null,
        })
      }
    }
  }
  if (columns === null) {
    rejects.add('no-header', text.slice(0, 200))
    return { reading: null, rejects: rejects.list() }
  }
  const { source, loadBalancer, atMs } = asked
  return { reading: { kind: 'workers', source, loadBalancer, atMs, workers }, rejects: rejects.list() }
}
