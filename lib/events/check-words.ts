/** HAProxy's words for the check that explains a change, only where the check says the same as the change. */

import type { ClaimKind } from '../model/claim.ts'
import type { ServerReading } from '../model/stats-reading.ts'
import type { EventDraft } from './event-draft.ts'

const PASSED = /^(L4OK|L6OK|L7OK|L7OKC|PROCOK)$/
const FAILED = /^(SOCKERR|L4TOUT|L4CON|L6TOUT|L6RSP|L7TOUT|L7RSP|L7STS|PROCERR|PROCTOUT)$/

type Words = Pick<EventDraft, 'reason' | 'code' | 'info' | 'checkDurationMs' | 'via'>

export function checkWords(server: ServerReading, to: ClaimKind): Words {
  const none: Words = { reason: null, code: null, info: null, checkDurationMs: null, via: null }
  if (server.claim.via !== null) return { ...none, via: server.claim.via }
  if (server.tracked !== null) return { ...none, via: server.tracked }
  if (server.claim.by === 'agent') {
    return { ...none, reason: 'Agent check', info: server.agent.lastText ?? server.agent.description }
  }
  const expected =
    to === 'down' || to === 'going-down' ? FAILED : to === 'maint' || to === 'drain' ? null : PASSED
  const { check } = server
  if (expected === null || check.status === null || !expected.test(check.status)) return none
  return {
    ...none,
    reason: check.description ?? check.status,
    code: check.code,
    info: check.lastText,
    checkDurationMs: check.durationMs,
  }
}
