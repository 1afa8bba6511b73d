/** What one logged request or session says of the server it names: fine, failed, or nothing. */

import type { RequestRecord, SessionRecord } from '../model/log-record.ts'

export type Blame = 'fine' | 'failed' | 'nothing'

/** The server went away while it was answering, answered wrong or not at all. */
const SERVER_FAULTS = /^(?:S[CHDL-]|s[CHDL]|D)/
/** The client, the proxy, its limits, or an operator ended it: nothing of the server is shown by that. */
const OTHERS_FAULTS = /^(?:[CcPLRIKU]|[Ss][QRT])/
/** The response was on its way to the client: what the server said stands. */
const ANSWERED = /^[CcKU][DL]/

function bySession(termination: string): Blame {
  // A TCP session whose server was silent for the timeout is how idle sessions end.
  if (/^[cs]D/.test(termination) || ANSWERED.test(termination)) return 'fine'
  if (SERVER_FAULTS.test(termination)) return 'failed'
  return OTHERS_FAULTS.test(termination) ? 'nothing' : 'fine'
}

const isWhole = (termination: string) => termination[0] === '-' && termination[1] === '-'

function byRequest(record: RequestRecord, termination: string): Blame {
  if (isWhole(termination) && record.status !== null) return record.status >= 500 ? 'failed' : 'fine'
  if (SERVER_FAULTS.test(termination)) return 'failed'
  if (OTHERS_FAULTS.test(termination) && !ANSWERED.test(termination)) return 'nothing'
  if (record.status === null) return 'nothing'
  return record.status >= 500 ? 'failed' : 'fine'
}

/**
 * A redispatched request may have failed for the server before: the one named is not blamed, only credited,
 * unless the line tells of every attempt. `followed`: another server was tried after this one.
 */
export function blame(record: RequestRecord | SessionRecord, followed = false): Blame {
  if (record.server === null || record.server.startsWith('<')) return 'nothing'
  if (followed && isSilent(record)) return 'failed'
  const termination = record.termination ?? '--'
  const found = record.kind === 'request' ? byRequest(record, termination) : bySession(termination)
  return found === 'failed' && record.redispatched && record.attempts === undefined ? 'nothing' : found
}

/** Nothing is said of how it went. */
function isSilent(record: RequestRecord | SessionRecord): boolean {
  return record.termination === null && (record.kind === 'session' || record.status === null)
}
