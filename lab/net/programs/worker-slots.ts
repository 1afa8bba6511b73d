/** A server's workers: a fixed number at once, a line of those who wait, and stalls in which nothing moves. */

export type WorkerSlots = {
  /** Answers when the work is done; false where the line was full. */
  work: (ms: number, andThen?: () => Promise<unknown>) => Promise<boolean>
  /** Nothing begins and nothing ends for so long; what was under way ends that much later. */
  stall: (forMs: number) => void
  /** When no stall is on. */
  moving: () => Promise<void>
  setLimits: (slots: number, backlog: number) => void
  busy: () => number
  waiting: () => number
}

export function workerSlots(): WorkerSlots {
  let limits = { slots: 0, backlog: 0 }
  let busy = 0
  let stalledUntil = 0
  let stalledMs = 0
  const line: (() => void)[] = []

  const isFull = () => limits.slots > 0 && busy >= limits.slots
  const isStalled = () => performance.now() < stalledUntil

  async function pass(ms: number) {
    let owed = stalledMs
    let left = ms
    while (left > 0) {
      await new Promise((resolve) => setTimeout(resolve, left))
      // What stood still meanwhile is still to be done.
      left = stalledMs - owed
      owed = stalledMs
    }
  }
  function takeWaiting() {
    while (line.length && !isFull() && !isStalled()) {
      busy++
      line.shift()!()
    }
  }
  return {
    async work(ms, andThen) {
      if (!isFull() && !isStalled() && !line.length) busy++
      else if (line.length >= limits.backlog) return false
      // Those who gave up meanwhile are worked for all the same: the program cannot tell.
      else await new Promise<void>((resolve) => line.push(resolve))
      try {
        await pass(ms)
        await andThen?.()
      } finally {
        busy--
        takeWaiting()
      }
      return true
    },
    stall(forMs) {
      const now = performance.now()
      stalledMs += Math.max(0, now + forMs - Math.max(now, stalledUntil))
      stalledUntil = Math.max(stalledUntil, now + forMs)
      setTimeout(takeWaiting, forMs + 1)
    },
    async moving() {
      while (isStalled())
        await new Promise((resolve) => setTimeout(resolve, stalledUntil - performance.now()))
    },
    setLimits(slots, backlog) {
      limits = { slots, backlog }
      takeWaiting()
    },
    busy: () => busy,
    waiting: () => line.length,
  }
}
