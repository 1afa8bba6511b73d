/** A source's text → readings, by the parser for its kind; recordings are shifted to now on the way. */

import { spanOf } from '../model/log-time.ts'
import type { RawInput } from '../model/raw-input.ts'
import type { LogReading, Reading } from '../model/reading.ts'
import type { Reject } from '../model/stats-reading.ts'
import { parseReport } from '../sources/agent/parse-report.ts'
import type { LogFormat } from '../sources/haproxy/log/compile-log-format.ts'
import { parseInfo } from '../sources/haproxy/stats/parse-info.ts'
import { parseServersState } from '../sources/haproxy/stats/parse-servers-state.ts'
import { parseSessions } from '../sources/haproxy/stats/parse-sessions.ts'
import { parseStats } from '../sources/haproxy/stats/parse-stats.ts'
import { parseStickTable } from '../sources/haproxy/stats/parse-stick-table.ts'
import { parseWorkers } from '../sources/haproxy/stats/parse-workers.ts'
import { parseGracePeriod } from '../sources/orchestrator/parse-grace-period.ts'
import { type LineReading, readLine } from '../sources/parse-line.ts'
import { parseProbe } from '../sources/probe/parse-probe.ts'
import { parseReplication } from '../sources/replication/parse-replication.ts'

/** When a log line was sent, by the sender's clock, and how coarse that date is. */
export type Sent = { atMs: number; precisionMs: number }
export type RawRead = { reading: Reading | null; rejects: Reject[]; sent: Sent | null }

/** Lines are written at the end of what they tell. */
export const sentOf = (record: Parameters<typeof spanOf>[0], atMs: number): Sent => ({
  atMs: spanOf(record, atMs).endedAtMs,
  precisionMs: atMs % 1000 ? 1 : 1000,
})

/** `line` is what the general reader made of it. */
export function readLog(
  raw: RawInput,
  logFormat: LogFormat | null,
): Omit<RawRead, 'reading'> & { reading: LogReading | null; line: LineReading } {
  const shiftMs = raw.shiftMs ?? 0
  const line = readLine(raw.text, { nowMs: raw.atMs - shiftMs, logFormat })
  const { parsed, frame } = line
  if (!parsed.ok)
    return { reading: null, rejects: [{ reason: parsed.reason, raw: parsed.raw }], sent: null, line }
  const { ok: _, ...record } = parsed
  let sent: Sent | null = null
  if (frame?.atMs != null && frame.precisionMs === 1) sent = { atMs: frame.atMs, precisionMs: 1 }
  else if ((record.kind === 'request' || record.kind === 'session') && record.atMs !== null)
    sent = sentOf(record, record.atMs)
  else if (frame?.atMs != null) sent = { atMs: frame.atMs, precisionMs: frame.precisionMs ?? 1000 }
  if (shiftMs && record.atMs !== null) record.atMs += shiftMs
  const { source, loadBalancer, atMs } = raw
  const reading = { kind: 'log' as const, source, loadBalancer, atMs, record, shifted: shiftMs !== 0 }
  return { reading, rejects: [], sent: shiftMs ? null : sent, line }
}

/** `loadBalancer` must be known for anything but a log line. */
export function readRaw(raw: RawInput, logFormat: LogFormat | null): RawRead {
  if (raw.kind === 'log') return readLog(raw, logFormat)
  const asked = {
    source: raw.source,
    loadBalancer: raw.loadBalancer ?? raw.source,
    worker: raw.worker ?? null,
    atMs: raw.atMs,
  }
  switch (raw.kind) {
    case 'stats':
      return { ...parseStats(raw.text, asked), sent: null }
    case 'servers-state':
      return { ...parseServersState(raw.text, asked), sent: null }
    case 'processes':
      return { ...parseWorkers(raw.text, asked), sent: null }
    case 'host': {
      const read = parseReport(raw.text, raw.atMs, raw.shiftMs)
      return read.ok
        ? { reading: read.report, rejects: [], sent: null }
        : { reading: null, rejects: [{ reason: read.reason, raw: read.raw }], sent: null }
    }
    case 'grace-period':
      return { ...parseGracePeriod(raw.text, { ...asked, shiftMs: raw.shiftMs }), sent: null }
    case 'probe':
      return { ...parseProbe(raw.text, asked), sent: null }
    case 'replication':
      return { ...parseReplication(raw.text, { ...asked, shiftMs: raw.shiftMs }), sent: null }
    case 'stick-table':
      return { ...parseStickTable(raw.text, asked), sent: null }
    case 'sessions':
      return { ...parseSessions(raw.text, asked), sent: null }
    case 'info': {
      const { reading, rejects } = parseInfo(raw.text, asked)
      if (reading?.startedAtMs != null && raw.shiftMs) reading.startedAtMs += raw.shiftMs
      return { reading, rejects, sent: null }
    }
  }
}
