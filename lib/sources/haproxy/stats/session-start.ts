/** When a session of `show sess` began: its date has microseconds but no zone, its age a zone-free number of whole units. */

const UNIT_S: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1 }
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
/** Zones are whole quarters of an hour. */
const ZONE_STEP_MS = 900_000
/** Clocks of HAProxy's host and this one that are further apart than this: only the age is believed. */
const SKEW_MS = 1_500

export type SessionStart = { atMs: number; errorMs: number }

/** `8s`, `59m52s`, `1d3h`: two units at most, so the smaller one is what it is rounded to; null for anything else. */
export function readAge(text: string): { ageMs: number; stepMs: number } | null {
  if (!/^(\d+[dhms]){1,2}$/.test(text)) return null
  let [ageS, stepS] = [0, 1]
  for (const [, count, unit] of text.matchAll(/(\d+)([dhms])/g)) {
    stepS = UNIT_S[unit!]!
    ageS += Number(count) * stepS
  }
  return { ageMs: ageS * 1000, stepMs: stepS * 1000 }
}

/** `21/Nov/2026:16:20:45.562894`, taken as UTC. */
function readDate(text: string): number | null {
  const part = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d)\.(\d{3})/.exec(text)
  if (!part) return null
  const [day, year, hour, minute, second, ms] = [1, 3, 4, 5, 6, 7].map((at) => Number(part[at]))
  return Date.UTC(year!, MONTHS.indexOf(part[2]!) / 3, day, hour, minute, second, ms)
}

/** Both texts as the answer has them, either absent; `askedAtMs` is when it was asked for. Null where nothing tells. */
export function sessionStart(
  date: string | undefined,
  age: string | undefined,
  askedAtMs: number,
): SessionStart | null {
  const told = age === undefined ? null : readAge(age)
  if (told === null) return null
  // HAProxy takes the difference of two whole seconds: right on average, off by one at most.
  const byAge = { atMs: askedAtMs - told.ageMs - (told.stepMs - 1000) / 2, errorMs: told.stepMs }
  const dated = date === undefined ? null : readDate(date)
  if (dated === null) return byAge
  const off = byAge.atMs - dated
  const zoneMs = Math.round(off / ZONE_STEP_MS) * ZONE_STEP_MS
  return Math.abs(off - zoneMs) <= SKEW_MS + told.stepMs &&
    zoneMs <= 14 * 3_600_000 &&
    zoneMs >= -14 * 3_600_000
    ? { atMs: Math.min(askedAtMs, dated + zoneMs), errorMs: 1 }
    : byAge
}
