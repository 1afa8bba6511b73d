/** HAProxy's numbers: times with a unit, bare ones in milliseconds; plain counts. */

const TIME_MS: Record<string, number> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** HAProxy's timers are 31 bits of milliseconds. */
export const MAX_TIME_MS = 2 ** 31 - 1

/** Milliseconds, or null where it is no time; `bareMs` is what a number without unit counts. */
export function readTime(text: string | undefined, bareMs = 1): number | null {
  const found = /^(\d{1,12})(us|ms|s|m|h|d)?$/.exec(text ?? '')
  if (!found) return null
  const ms = Number(found[1]) * (found[2] === undefined ? bareMs : TIME_MS[found[2]]!)
  // HAProxy rounds up: a timer of 1 us is one of 1 ms.
  return ms > MAX_TIME_MS ? null : Math.ceil(ms)
}

export function readCount(text: string | undefined): number | null {
  return /^\d{1,9}$/.test(text ?? '') ? Number(text) : null
}
