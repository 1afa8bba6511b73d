/** How a request ended, where AWS's documentation of its status codes leaves no doubt. */

export type Outcome = {
  status: number | null
  targetStatus: number | null
  hasTarget: boolean
  /** Null for −1: it never came to a target. */
  requestMs: number | null
  /** Null for −1: the target never began to answer. */
  targetMs: number | null
  /** Of a Lambda function, of the firewall, of signing in: AWS's word. */
  errorReason: string | null
  /** The last action that a rule took. */
  action: string | null
}

/** HAProxy's two letters with the same meaning; null where AWS's codes stand for several things. */
export function terminationOf(outcome: Outcome): string | null {
  const { status, targetStatus, hasTarget } = outcome
  if (status === 460) return 'CH'
  if (targetStatus !== null) return '--'
  // Sent, and no answer's head ever came. Not sent may be a refused or a slow connection: the codes are the same.
  const unanswered = hasTarget && outcome.requestMs !== null && outcome.targetMs === null
  switch (status) {
    case null:
      return null
    case 408:
      return 'cR'
    case 502:
      if (outcome.errorReason === 'LambdaInvalidResponse') return 'PH'
      return unanswered ? 'SH' : null
    case 503:
      return hasTarget ? null : 'SC'
    case 504:
      return unanswered ? 'sH' : null
    default:
      return hasTarget ? null : ownAnswer(status, outcome.action)
  }
}

/** What the load balancer said itself: a rule's answer, or a refusal. */
function ownAnswer(status: number, action: string | null): string | null {
  if (action === 'redirect' || action === 'fixed-response') return 'LR'
  return status >= 400 && status < 500 ? 'PR' : null
}
