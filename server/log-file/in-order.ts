/** A log's lines by their dates: one that alone lies far ahead of what follows it has a wrong date, and would take all that follows with it. */

/** A quiet night is no error: what lies further ahead than this waits for the next line. */
export const AHEAD_MS = 3_600_000

export function createInOrder<T>(port: { take: (one: T, atMs: number) => void; refuse: (one: T) => void }) {
  let held: { one: T; atMs: number } | null = null
  let lastMs: number | null = null

  function letGo(): void {
    if (held) port.take(held.one, held.atMs)
    held = null
  }

  return {
    /** Of the newest line; null before the first. */
    lastMs: () => held?.atMs ?? lastMs,
    put(one: T, atMs: number): void {
      if (held && atMs < held.atMs - AHEAD_MS) {
        port.refuse(held.one)
        held = null
      }
      letGo()
      const isAhead = lastMs === null || atMs - lastMs > AHEAD_MS
      lastMs = atMs
      if (isAhead) held = { one, atMs }
      else port.take(one, atMs)
    },
    end: letGo,
  }
}
