/** Durations in log text: seconds with a fraction, or a number with its unit. */

/** Milliseconds in one of each unit. */
const UNITS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
}

/** `0.049` to 49, whole ms; null where it is no number or below zero (`-1`: not reached). */
export function secondsToMs(text: string): number | null {
  const length = text.length
  let at = 0
  let ms = 0
  for (; at < length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (!(digit >= 0 && digit <= 9)) break
    ms = ms * 10 + digit
  }
  if (at === 0 || at > 15) return null
  ms *= 1000
  if (at < length) {
    if (text.charCodeAt(at) !== 46 || length - at > 16) return null
    let weight = 100
    for (at++; at < length; at++) {
      const digit = text.charCodeAt(at) - 48
      if (!(digit >= 0 && digit <= 9)) return null
      ms += digit * weight
      weight /= 10
    }
  }
  return Math.round(ms)
}

/** Go's `1.5s`, `929.675µs`, `2m3s`; a bare number is in `unit`. Whole ms, null where it is neither. */
export function readDuration(text: string, unit: 'ns' | 'ms' | 's'): number | null {
  if (text.length > 40) return null
  const parts = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text)
    ? text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)
    : null
  if (parts === null) {
    const value = /^\d+(?:\.\d+)?(?:[eE]-?\d+)?$/.test(text) ? Number(text) * UNITS[unit]! : Number.NaN
    return Number.isFinite(value) ? Math.round(value) : null
  }
  let ms = 0
  for (const [, number, name] of parts) ms += Number(number) * UNITS[name!]!
  return Math.round(ms)
}
