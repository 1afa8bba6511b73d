/** One record that names every server that was tried → each server's own part in it. */

import type { Attempt, RequestRecord, SessionRecord } from '../model/log-record.ts'

type Traffic = RequestRecord | SessionRecord

const NONE: readonly Traffic[] = []

/** The parts of all servers but the last, in their order; none where the log names one server only. */
export function earlierParts(record: Traffic): readonly Traffic[] {
  const { attempts } = record
  return attempts === undefined || attempts.length < 2
    ? NONE
    : attempts
        .slice(0, -1)
        .map((attempt) => ({ ...partOf(record, attempt, null), redispatched: false, retries: 0 }))
}

/** The last server's part: what it answered may not be what the client was given. */
export function lastPart(record: Traffic): Traffic {
  const last = record.attempts?.at(-1)
  return last === undefined ? record : partOf(record, last, record)
}

/** `rest` speaks where the attempt does not; null for servers that others followed. */
function partOf(record: Traffic, attempt: Attempt, rest: Traffic | null): Traffic {
  const { server, status, connectMs, responseMs } = attempt
  const timers = { ...record.timers, connectMs, responseMs }
  const termination = attempt.termination ?? rest?.termination ?? null
  if (record.kind === 'session') return { ...record, server, timers, termination }
  const own = status ?? (rest?.kind === 'request' ? rest.status : null)
  return { ...record, server, timers, termination, status: own }
}
