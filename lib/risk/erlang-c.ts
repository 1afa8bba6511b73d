/** Waiting in a queue before `servers` equal slots, by Erlang's closed formula (M/M/c). */

/** The chance that a request waits: `busy` is load in slots (arrivals × mean service). 1 at or above saturation. */
export function erlangC(slots: number, busy: number): number {
  if (busy >= slots) return 1
  // Erlang B by its recurrence, which stays in range where factorials do not.
  let blocked = 1
  for (let slot = 1; slot <= slots; slot++) blocked = (busy * blocked) / (slot + busy * blocked)
  return blocked / (1 - (busy / slots) * (1 - blocked))
}

/** Mean wait in units of one mean service time; infinite at or above saturation. */
export function meanWait(slots: number, busy: number): number {
  return busy >= slots ? Number.POSITIVE_INFINITY : erlangC(slots, busy) / (slots - busy)
}
