/** What reading one message needs to know beside its text. */

import type { ParsedLine } from '../model/log-record.ts'
import type { RejectReason } from './reject-reason.ts'

export type LogContext = {
  /** Date of the framing, epoch ms; null without one. */
  frameAtMs: number | null
  /** Zone of the dates that HAProxy writes without one, minutes east of UTC. */
  zoneMinutes: number
}

/** A record, a named reason, or null: not this format, ask the next one. */
export type LogAnswer = Extract<ParsedLine, { ok: true }> | RejectReason | null
