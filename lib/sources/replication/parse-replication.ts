/** One reading of a replicated store, as JSON → a ReplicationReading; positions may be numbers or PostgreSQL's LSN. */

import { z } from 'zod'
import type { ReplicationReading } from '../../model/replication.ts'
import type { Reject } from '../../model/stats-reading.ts'

const LSN = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i
const name = z.string().min(1).max(100)

/** `16/B374D848` counts bytes: the part before the slash in units of 4 GiB. */
export function readPosition(position: number | string): number | null {
  if (typeof position === 'number') return position
  const lsn = LSN.exec(position)
  if (lsn) return Number.parseInt(lsn[1]!, 16) * 2 ** 32 + Number.parseInt(lsn[2]!, 16)
  return /^\d{1,15}$/.test(position) ? Number(position) : null
}

export const replicationShape = z
  .object({
    kind: z.literal('replication'),
    /** Epoch ms; when it arrived, where it is absent. */
    atMs: z.number().min(0).optional(),
    group: name,
    member: name,
    role: z.enum(['primary', 'replica']),
    position: z
      .union([z.number().min(0), z.string().max(100)])
      .refine((value) => readPosition(value) !== null, 'a number or an LSN such as 16/B374D848')
      .nullable()
      .optional(),
    lagMs: z.number().min(0).nullable().optional(),
    unit: name.optional(),
    pool: z.string().max(300).nullable().optional(),
  })
  .refine((value) => value.position != null || value.lagMs != null, {
    message: 'a position, a lagMs, or both',
    path: ['position'],
  })

/** Reasons: `not-json`, `bad-replication: <path>`. */
export function parseReplication(
  text: string,
  asked: { source: string; atMs: number; shiftMs?: number | undefined },
): { reading: ReplicationReading | null; rejects: Reject[] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { reading: null, rejects: [{ reason: 'not-json', raw: text }] }
  }
  const parsed = replicationShape.safeParse(value)
  if (!parsed.success) {
    const reason = `bad-replication: ${parsed.error.issues[0]?.path.join('.')}`
    return { reading: null, rejects: [{ reason, raw: text }] }
  }
  const { atMs, group, member, role, position, lagMs, unit, pool } = parsed.data
  const bytes = typeof position === 'string' && LSN.test(position)
  const reading: ReplicationReading = {
    kind: 'replication',
    source: asked.source,
    // What is dated after its arrival has a clock of its own: the arrival counts.
    atMs: atMs === undefined ? asked.atMs : Math.min(asked.atMs, atMs + (asked.shiftMs ?? 0)),
    group,
    member,
    role,
    position: position == null ? null : readPosition(position),
    lagMs: lagMs ?? null,
    unit: unit ?? (bytes ? 'bytes' : 'positions'),
    pool: pool ?? null,
  }
  return { reading, rejects: [] }
}
