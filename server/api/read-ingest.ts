/** NDJSON from log shippers → entries; every line that can't be used is named with its reason. */

import { z } from 'zod'
import { LONGEST_GRACE_MS } from '#lib/sources/orchestrator/parse-grace-period'
import { replicationShape } from '#lib/sources/replication/parse-replication'
import type { ReportHead } from '../host-desk.ts'

export const MAX_INGEST_BYTES = 16 * 1024 * 1024
export const MAX_INGEST_LINES = 100_000
/** Rejected lines that are named one by one; the rest only count. */
export const MAX_NAMED_REJECTS = 100

const name = z.string().min(1).max(100)
const log = z.object({
  kind: z.literal('log').optional(),
  line: z.string().max(65_536),
  loadBalancer: name.optional(),
  source: name.optional(),
})
/** What Vector, Fluent Bit, Filebeat and journald exporters call the line. */
const shipped = z
  .object({
    message: z.string().max(65_536).optional(),
    MESSAGE: z.string().max(65_536).optional(),
    log: z.string().max(65_536).optional(),
  })
  .transform((entry) => entry.message ?? entry.MESSAGE ?? entry.log)
const stats = z.object({
  kind: z.literal('stats'),
  loadBalancer: name,
  csv: z.string(),
  source: name.optional(),
  atMs: z.number().optional(),
})
/** An orchestrator's word that a server ends soon. */
const grace = z
  .object({
    kind: z.literal('grace-period'),
    loadBalancer: name.optional(),
    pool: name.optional(),
    server: name.optional(),
    address: z.string().min(1).max(100).optional(),
    endsAtMs: z.number().int().positive().optional(),
    graceMs: z.number().int().min(0).max(LONGEST_GRACE_MS).optional(),
    by: z.string().min(1).max(200).default('an orchestrator'),
  })
  .refine(({ server, address }) => server !== undefined || address !== undefined, { path: ['server'] })
  .refine(({ endsAtMs, graceMs }) => endsAtMs !== undefined || graceMs !== undefined, { path: ['graceMs'] })
const hostHead = z.object({
  kind: z.literal('host'),
  host: name,
  session: name,
  seq: z.number().int().min(1),
  keptFrom: z.number().int().min(1),
})

export type IngestEntry = {
  lineNumber: number
  kind: 'log' | 'stats' | 'host' | 'grace-period' | 'replication'
  text: string
  loadBalancer: string | null
  source: string | null
  atMs: number | null
  /** Which report of which agent; for `host` only. */
  report?: ReportHead
}

export type IngestAnswer = ReturnType<typeof readIngest>

export function readIngest(body: string) {
  const entries: IngestEntry[] = []
  const rejected: { line: number; reason: string }[] = []
  let rejectedTotal = 0
  const reject = (line: number, reason: string) => {
    rejectedTotal++
    if (rejected.length < MAX_NAMED_REJECTS) rejected.push({ line, reason })
  }

  let lineNumber = 0
  for (const line of body.split('\n')) {
    lineNumber++
    if (!line.trim()) continue
    if (lineNumber > MAX_INGEST_LINES) {
      reject(lineNumber, 'too-many-lines')
      continue
    }
    const entry = readEntry(line, lineNumber)
    if (typeof entry === 'string') reject(lineNumber, entry)
    else entries.push(entry)
  }
  return { entries, rejected, reject, rejectedTotal: () => rejectedTotal }
}

function readEntry(line: string, lineNumber: number): IngestEntry | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'not-json'
  }
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : null
  if (kind === 'grace-period') {
    const asGrace = grace.safeParse(value)
    if (!asGrace.success) return `bad-grace-period: ${asGrace.error.issues[0]?.path.join('.')}`
    const { loadBalancer = null } = asGrace.data
    const text = JSON.stringify(asGrace.data)
    return { lineNumber, kind, text, loadBalancer, source: 'grace-period', atMs: null }
  }
  if (kind === 'replication') {
    const asReplication = replicationShape.safeParse(value)
    if (!asReplication.success) return `bad-replication: ${asReplication.error.issues[0]?.path.join('.')}`
    return { lineNumber, kind, text: line, loadBalancer: null, source: 'replication', atMs: null }
  }
  if (kind === 'host') {
    const head = hostHead.safeParse(value)
    if (!head.success) return `bad-report: ${head.error.issues[0]?.path.join('.')}`
    const { kind, ...report } = head.data
    return {
      lineNumber,
      kind,
      text: line,
      loadBalancer: null,
      source: `agent ${report.host}`,
      atMs: null,
      report,
    }
  }
  const asStats = stats.safeParse(value)
  if (asStats.success) {
    const { csv, loadBalancer, source, atMs } = asStats.data
    return { lineNumber, kind: 'stats', text: csv, loadBalancer, source: source ?? null, atMs: atMs ?? null }
  }
  const asLog = log.safeParse(value)
  if (asLog.success) {
    const { line: text, loadBalancer, source } = asLog.data
    return {
      lineNumber,
      kind: 'log',
      text,
      loadBalancer: loadBalancer ?? null,
      source: source ?? null,
      atMs: null,
    }
  }
  const asShipped = shipped.safeParse(value)
  if (asShipped.success && asShipped.data)
    return { lineNumber, kind: 'log', text: asShipped.data, loadBalancer: null, source: null, atMs: null }
  return typeof value === 'object' && value !== null && 'kind' in value
    ? `unknown-entry: ${asLog.error?.issues[0]?.path.join('.') || 'kind'}`
    : 'unknown-entry'
}
