/** Reads `%START_TIME%`: an ISO date, epoch seconds, or a date in a user's own pattern. */

import { readInt } from '../haproxy/log/read-numbers.ts'
import { secondsToMs } from '../read-duration.ts'
import { clockMs, monthIndex, parseIsoDate, readZone } from '../syslog/parse-date.ts'

/** Above this a bare number counts ms, not seconds. */
const MOST_SECONDS = 100_000_000_000

/** Epoch ms; null where it is no date. */
export function readStart(text: string, zoneMinutes: number): number | null {
  const iso = parseIsoDate(text, 0, { offsetMinutes: zoneMinutes })
  if (iso) return iso.end === text.length ? iso.atMs : null
  const whole = readInt(text, 0, text.length)
  if (whole > MOST_SECONDS) return whole
  return secondsToMs(text)
}

/** Longer patterns are not read. */
export const PATTERN_LENGTH_LIMIT = 128

/** A reader of dates in the pattern that `%START_TIME(…)%` takes; null where part of it cannot be read back. */
export function compileStart(pattern: string): ((text: string, zoneMinutes: number) => number | null) | null {
  if (pattern === '') return readStart
  if (pattern.length > PATTERN_LENGTH_LIMIT) return null
  const parts = pattern
    .replace(/%T/g, '%H:%M:%S')
    .replace(/%F/g, '%Y-%m-%d')
    .replace(/%D/g, '%m/%d/%y')
    .match(/%[1-9]?[A-Za-z%]|[^%]+/g)
  if (!parts || parts.join('').length < pattern.length) return null
  if (parts.some((part) => part.startsWith('%') && !/^%(?:[YymdeHMSszZbhf%]|[1-9]f)$/.test(part))) return null
  return (text, zoneMinutes) => readParts(parts, text, zoneMinutes)
}

function readParts(parts: readonly string[], text: string, zoneMinutes: number): number | null {
  let at = 0
  let [year, month, day, hour, minute, second, fraction, zone] = [1970, 0, 1, 0, 0, 0, 0, zoneMinutes]
  let epoch: number | null = null
  for (const part of parts) {
    if (part === '%b' || part === '%h') {
      month = monthIndex(text, at)
      at += 3
    } else if (part === '%z' || part === '%Z') {
      const read = readZone(text, at)
      if (!read && !text.startsWith('UTC', at) && !text.startsWith('GMT', at)) return null
      zone = read?.minutes ?? 0
      at = read?.end ?? at + 3
    } else if (part.startsWith('%') && part !== '%%') {
      const end = endOfDigits(text, at, digitsOf(part))
      if (end === at) return null
      const value = readInt(text, at, end)
      const unit = part.at(-1)
      if (unit === 'Y') year = value
      else if (unit === 'y') year = 2000 + value
      else if (unit === 'm') month = value - 1
      else if (unit === 'd' || unit === 'e') day = value
      else if (unit === 'H') hour = value
      else if (unit === 'M') minute = value
      else if (unit === 'S') second = value
      else if (unit === 's') epoch = value * 1000
      else fraction = Math.floor(Number(`0.${text.slice(at, end)}`) * 1000)
      at = end
    } else {
      const literal = part === '%%' ? '%' : part
      if (!text.startsWith(literal, at)) return null
      at += literal.length
    }
  }
  if (at !== text.length) return null
  if (epoch !== null) return epoch + fraction
  const clock = clockMs(`${pad(hour)}:${pad(minute)}:${pad(second)}`, 0)
  if (clock < 0 || month < 0 || month > 11 || day < 1 || day > 31) return null
  return Date.UTC(year, month, day) + clock + fraction - zone * 60_000
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

/** How many digits a part has at most. */
function digitsOf(part: string): number {
  const unit = part.at(-1)
  if (unit === 'Y') return 4
  if (unit === 's') return 12
  return unit === 'f' ? (part.length === 3 ? Number(part[1]) : 9) : 2
}

function endOfDigits(text: string, at: number, most: number): number {
  let end = at
  while (end < at + most && text.charCodeAt(end) >= 48 && text.charCodeAt(end) <= 57) end++
  return end
}
