/** Reads the dates that syslog framings and HAProxy's stderr put in front of a message. */

export type DateOptions = {
  /** Year of dates that carry none; without it the year that comes nearest to `nowMs`. */
  year?: number
  /** The moment that dates without a year are near to, epoch ms. */
  nowMs?: number
  /** Zone of dates that carry none, minutes east of UTC; 0 where absent. */
  offsetMinutes?: number
}

export type DateRead = {
  atMs: number
  /** How coarse the date is: 1000 for whole seconds, 1 for milliseconds and finer. */
  precisionMs: number
  /** Index after the date. */
  end: number
  /** Minutes east of UTC where the date says so. */
  zoneMinutes: number | null
}

const MINUTE_MS = 60_000
/** No other year can put a date nearer. */
const HALF_A_YEAR_MS = 182 * 86_400_000
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/** `Nov` to 10; −1 where it is no month. */
export function monthIndex(text: string, at: number): number {
  const index = MONTHS.indexOf(text.slice(at, at + 3))
  return index >= 0 && index % 3 === 0 ? index / 3 : -1
}

/** Two digits, the first of which may be a space; −1 otherwise. */
export function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at)
  const ones = text.charCodeAt(at + 1) - 48
  if (!(ones >= 0 && ones <= 9)) return -1
  if (tens === 32) return ones
  return tens >= 48 && tens <= 57 ? (tens - 48) * 10 + ones : -1
}

/** `08:59:14` as ms of the day; −1 where it is not one. */
export function clockMs(text: string, at: number): number {
  const hours = twoDigits(text, at)
  const minutes = twoDigits(text, at + 3)
  const seconds = twoDigits(text, at + 6)
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 60) return -1
  if (text.charCodeAt(at + 2) !== 58 || text.charCodeAt(at + 5) !== 58) return -1
  return ((hours * 60 + minutes) * 60 + seconds) * 1000
}

/** `Nov 21 08:59:14`, `Nov  1 08:59:14`, also with fractions or a year after the day. */
export function parseBsdDate(text: string, at: number, options: DateOptions): DateRead | null {
  const month = monthIndex(text, at)
  const day = twoDigits(text, at + 4)
  if (month < 0 || day < 1 || day > 31 || text[at + 3] !== ' ' || text[at + 6] !== ' ') return null
  let clockAt = at + 7
  let year = options.year
  if (/^\d{4} /.test(text.slice(clockAt, clockAt + 5))) {
    year = Number(text.slice(clockAt, clockAt + 4))
    clockAt += 5
  }
  const clock = clockMs(text, clockAt)
  if (clock < 0) return null
  const zone = (options.offsetMinutes ?? 0) * MINUTE_MS
  const fraction = readFraction(text, clockAt + 8)
  const atMs = nearestYear(month, day, clock + fraction.ms - zone, year, options.nowMs)
  if (atMs === null) return null
  return { atMs, precisionMs: fraction.precisionMs, end: fraction.end, zoneMinutes: null }
}

/** `2026-11-21T08:59:14.560394+00:00`, also `+0000`, `Z`, a comma or a space for `T`, or no zone. */
export function parseIsoDate(text: string, at: number, options: DateOptions): DateRead | null {
  if (text[at + 4] !== '-' || text[at + 7] !== '-') return null
  const separator = text[at + 10]
  if (separator !== 'T' && separator !== ' ' && separator !== 't') return null
  const year = twoDigits(text, at) * 100 + twoDigits(text, at + 2)
  const month = twoDigits(text, at + 5)
  const day = twoDigits(text, at + 8)
  const clock = clockMs(text, at + 11)
  if (!(year >= 1970) || month < 1 || month > 12 || day < 1 || day > 31 || clock < 0) return null
  const fraction = readFraction(text, at + 19)
  const zone = readZone(text, fraction.end)
  const minutes = zone?.minutes ?? options.offsetMinutes ?? 0
  return {
    atMs: Date.UTC(year, month - 1, day) + clock + fraction.ms - minutes * MINUTE_MS,
    precisionMs: fraction.precisionMs,
    end: zone?.end ?? fraction.end,
    zoneMinutes: zone?.minutes ?? null,
  }
}

/** HAProxy's old stderr: `324/090747`, the day of the year counted from 0. */
export function parseStderrDate(text: string, options: DateOptions): number | null {
  const match = /^(\d{3})\/(\d{2})(\d{2})(\d{2})$/.exec(text)
  if (!match) return null
  const [dayOfYear, hours, minutes, seconds] = match.slice(1).map(Number) as [number, number, number, number]
  if (dayOfYear > 365 || hours > 23 || minutes > 59 || seconds > 60) return null
  const clock = ((hours * 60 + minutes) * 60 + seconds) * 1000 - (options.offsetMinutes ?? 0) * MINUTE_MS
  return nearestYear(0, dayOfYear + 1, clock, options.year, options.nowMs)
}

/** `+00:00`, `-0530`, `Z`; null where there is none. */
export function readZone(text: string, at: number): { minutes: number; end: number } | null {
  const sign = text[at]
  if (sign === 'Z' || sign === 'z') return { minutes: 0, end: at + 1 }
  if (sign !== '+' && sign !== '-') return null
  const hours = twoDigits(text, at + 1)
  const minutesAt = text[at + 3] === ':' ? at + 4 : at + 3
  const minutes = twoDigits(text, minutesAt)
  if (hours < 0 || hours > 14 || minutes < 0 || minutes > 59) return null
  return { minutes: (sign === '-' ? -1 : 1) * (hours * 60 + minutes), end: minutesAt + 2 }
}

function readFraction(text: string, at: number): { ms: number; precisionMs: number; end: number } {
  const mark = text.charCodeAt(at)
  if (mark !== 46 && mark !== 44) return { ms: 0, precisionMs: 1000, end: at }
  let end = at + 1
  let ms = 0
  let weight = 100
  for (; ; end++) {
    const digit = text.charCodeAt(end) - 48
    if (!(digit >= 0 && digit <= 9)) break
    ms += digit * weight
    weight = weight >= 1 ? Math.floor(weight / 10) : 0
  }
  if (end === at + 1) return { ms: 0, precisionMs: 1000, end: at }
  const digits = end - at - 1
  return { ms, precisionMs: digits >= 3 ? 1 : 10 ** (3 - digits), end }
}

/** By arithmetic alone: it is asked for every line. Days are counted from March, so that a leap day is a year's last. */
function yearOf(ms: number): number {
  const day = Math.floor(ms / 86_400_000) + 719_468
  const era = Math.floor(day / 146_097)
  const ofEra = day - era * 146_097
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  )
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100))
  return era * 400 + year + (ofYear >= 306 ? 1 : 0)
}

/** A year given wins; else of the years around `nowMs` the one that puts the date nearest to it. */
function nearestYear(
  month: number,
  day: number,
  clock: number,
  year: number | undefined,
  nowMs: number | undefined,
): number | null {
  if (year !== undefined) return Date.UTC(year, month, day) + clock
  if (nowMs === undefined) return null
  const nowYear = yearOf(nowMs)
  const thisMs = Date.UTC(nowYear, month, day) + clock
  if (Math.abs(thisMs - nowMs) < HALF_A_YEAR_MS) return thisMs
  let best: number | null = null
  for (let candidate = nowYear - 1; candidate <= nowYear + 1; candidate++) {
    const atMs = Date.UTC(candidate, month, day) + clock
    if (best === null || Math.abs(atMs - nowMs) < Math.abs(best - nowMs)) best = atMs
  }
  return best
}
