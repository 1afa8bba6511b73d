/** Stands between sources and the pipeline: bounded queues, one slice of time for each source in turn. */

import type { LogLines, RawInput } from '#lib/model/raw-input'

/** Text waiting per source; more is dropped and counted. */
export const QUEUE_CHARS = 16 * 1024 * 1024
export const QUEUE_ITEMS = 50_000
/** Longest stretch of parsing before sockets and browsers get their turn. */
export const SLICE_MS = 8
/** Taken of one source before the next has its turn. */
const TURN_CHARS = 16 * 1024

type Item = RawInput | LogLines
type Queue = { items: Item[]; head: number; chars: number }

export type Taken = { take: (raw: RawInput) => void; takeLines: (lines: LogLines) => void }
export type Intake = ReturnType<typeof createIntake>

const sizeOf = (item: Item) => ('bytes' in item ? item.bytes.length : item.text.length)

export function createIntake(
  port: Taken & {
    lose: (source: string, limit: string, count: number) => void
    /** After each slice: what changed may be shown now. */
    settled: () => void
    monotonicMs: () => number
  },
) {
  const queues = new Map<string, Queue>()
  let scheduled = false
  let stopped = false

  function schedule() {
    if (scheduled || stopped) return
    scheduled = true
    setImmediate(drain)
  }

  function takeTurn(queue: Queue) {
    let chars = 0
    for (let n = 0; n < 32 && chars < TURN_CHARS && queue.head < queue.items.length; n++) {
      const item = queue.items[queue.head++]!
      const size = sizeOf(item)
      queue.chars -= size
      chars += size
      if ('bytes' in item) port.takeLines(item)
      else port.take(item)
    }
  }

  function drain() {
    scheduled = false
    const until = port.monotonicMs() + SLICE_MS
    let waiting = true
    while (waiting && port.monotonicMs() < until) {
      waiting = false
      for (const [name, queue] of queues) {
        takeTurn(queue)
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

  /** False where it was dropped at a limit. */
  function queueUp(item: Item): boolean {
    let queue = queues.get(item.source)
    if (!queue) {
      queue = { items: [], head: 0, chars: 0 }
      queues.set(item.source, queue)
    }
    const size = sizeOf(item)
    const full = queue.items.length - queue.head >= QUEUE_ITEMS || queue.chars + size > QUEUE_CHARS
    // One answer of a load balancer may be larger than the queue; alone it is let through.
    if (full && queue.items.length - queue.head > 0) {
      port.lose(item.source, 'queue-full', 'bytes' in item ? item.count : 1)
      return false
    }
    queue.items.push(item)
    queue.chars += size
    schedule()
    return true
  }

  return {
    /** Takes the text now or soon; returns false when it was dropped at a limit. */
    offer: (raw: RawInput): boolean => queueUp(raw),
    /** The same of many lines at once. */
    offerLines: (lines: LogLines): boolean => queueUp(lines),
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
