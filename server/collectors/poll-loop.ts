/** Runs one asynchronous round after another on a beat, with back-off after a failure. */

import { createBackOff } from './back-off.ts'
import type { Collector } from './collector.ts'

/** `null` when the round went well, else why it did not. */
export type Round = () => Promise<string | null>

export function startPollLoop(
  intervalMs: number,
  round: Round,
  failed: (error: string, waitMs: number) => void,
  monotonicMs: () => number = () => performance.now(),
): Collector {
  const backOff = createBackOff()
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  let due = monotonicMs()

  async function run() {
    const error = await round().catch((thrown: Error) => thrown.message)
    if (stopped) return
    const nowMs = monotonicMs()
    let wait: number
    if (error === null) {
      backOff.succeeded()
      due += intervalMs
      // A round that took longer than its beat skips beats; it never piles up.
      if (due < nowMs) due = nowMs + (intervalMs - ((nowMs - due) % intervalMs))
      wait = due - nowMs
    } else {
      wait = Math.max(backOff.failed(), Math.min(intervalMs, 1000))
      due = nowMs + wait
      failed(error, wait)
    }
    timer = setTimeout(run, wait)
  }
  void run()
  return {
    stop() {
      stopped = true
      if (timer) clearTimeout(timer)
    },
  }
}
