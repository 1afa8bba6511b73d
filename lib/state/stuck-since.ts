/** Since when a socket retransmits without an answer, counted back from the kernel's own timers. */

import type { KnownSocket } from '../model/host.ts'
import type { SocketReading } from '../model/host-report.ts'

/** The kernel's least retransmission timeout, where its own figure was not asked for. */
const MIN_RTO_MS = 200
/** The kernel doubles the timeout up to this. */
const MAX_RTO_MS = 120_000

/** How long n retransmissions without an answer have taken: each timeout twice the one before. */
function elapsedMs(socket: SocketReading): number {
  const tries = socket.timer?.tries ?? 0
  const detail = socket.detail
  const backoff = detail === null || detail.backoff === 0 ? tries : detail.backoff
  const rtoMs = detail?.rtoMs ?? null
  const current = rtoMs ?? Math.min(MAX_RTO_MS, MIN_RTO_MS * 2 ** Math.min(backoff, 16))
  let elapsed = Math.max(0, current - (socket.timer?.expiresInMs ?? current))
  for (let step = 1, timeout = current; step <= tries; step++) {
    timeout = Math.max(MIN_RTO_MS, timeout / 2)
    elapsed += timeout
  }
  return elapsed
}

/**
 * Null where it does not retransmit. `previousLookMs` is the look before this one, at which it did not
 * unless `before` says so; null where there was none.
 */
export function stuckSince(
  before: KnownSocket | undefined,
  now: SocketReading,
  lookAtMs: number,
  previousLookMs: number | null,
): number | null {
  if (now.timer?.kind !== 'retransmit' || now.timer.tries < 1) return null
  const known = before?.stuckSinceMs ?? null
  // Fewer tries than before: something was acknowledged in between.
  if (known !== null && now.timer.tries >= (before?.timer?.tries ?? 0)) return known
  const estimate = lookAtMs - elapsedMs(now)
  // Its last retransmission can have been lost after a look that still saw it well.
  const earliest = previousLookMs === null || before === undefined ? estimate : previousLookMs - MIN_RTO_MS
  return Math.round(Math.min(lookAtMs, Math.max(estimate, earliest)))
}
