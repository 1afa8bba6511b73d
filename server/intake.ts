/** Stands between sources and the pipeline: bounded queues, one slice of time for each source in turn. */

import type { RawInput } from '#lib/model/raw-input'

/** Text waiting per source; more is dropped and counted. */
export const QUEUE_CHARS = 16 * 1024 * 1024
export const QUEUE_ITEMS = 50_000
/** Longest stretch of parsing before sockets and browsers get their turn. */
export const SLICE_MS = 8

type Queue = { items: RawInput[]; head: number; chars: number }

export type Intake = ReturnType<typeof createIntake>

export function createIntake(port: {
  take: (raw: RawInput) => void
  lose: (source: string, limit: string, count: number) => void
  /** After each slice: what changed may be shown now. */
  settled: () => void
  monotonicMs: () => number
}) {
  const queues = new Map<string, Queue>()
  let scheduled = false
  let stopped = false

  function schedule() {
    if (scheduled || stopped) return
    scheduled = true
    setImmediate(drain)
  }

  function drain() {
    scheduled = false
    const until = port.monotonicMs() + SLICE_MS
    let waiting = true
    while (waiting && port.monotonicMs() < until) {
      waiting = false
      for (const [name, queue] of queues) {
        for (let n = 0; n < 32 && queue.head < queue.items.length; n++) {
          const raw = queue.items[queue.head++]!
          queue.chars -= raw.text.length
          port.take(raw)
        }
        if (queue.head < queue.items.length) waiting = true
        else queues.delete(name)
      }
    }
    for (const queue of queues.values())
      if (queue.head > 4096) {
        queue.items = queue.items.slice(queue.head)
        queue.head = 0
      }
    port.settled()
    if (queues.size) schedule()
  }

  return {
    /** Takes the text now or soon; returns false when it was dropped at a limit. */
    offer(raw: RawInput): boolean {
      let queue = queues.get(raw.source)
      if (!queue) {
        queue = { items: [], head: 0, chars: 0 }
        queues.set(raw.source, queue)
      }
      const full =
        queue.items.length - queue.head >= QUEUE_ITEMS || queue.chars + raw.text.length > QUEUE_CHARS
      // One answer of a load balancer may be larger than the queue; alone it is let through.
      if (full && queue.items.length - queue.head > 0) {
        port.lose(raw.source, 'queue-full', 1)
        return false
      }
      queue.items.push(raw)
      queue.chars += raw.text.length
      schedule()
      return true
    },
    /** How full one source's queue is, 0 to 1: readers that can wait do so past a half. */
    fullness(source: string): number {
      const queue = queues.get(source)
      if (!queue) return 0
      return Math.max((queue.items.length - queue.head) / QUEUE_ITEMS, queue.chars / QUEUE_CHARS)
    },
    stop() {
      stopped = true
      queues.clear()
    },
  }
}
