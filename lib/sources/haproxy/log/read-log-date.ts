/** Reads HAProxy's own dates: `21/Nov/2026:08:59:17.073`, with a zone in CLF and in `%T`. */

import { clockMs, monthIndex, parseIsoDate, readZone, twoDigits } from '../../syslog/parse-date.ts'

/** Epoch ms; null where it is no date. `zoneMinutes` holds for dates without a zone. */
export function readLogDate(text: string, from: number, to: number, zoneMinutes: number): number | null {
  const day = twoDigits(text, from)
  const month = monthIndex(text, from + 3)
  const century = twoDigits(text, from + 7)
  const year = century * 100 + twoDigits(text, from + 9)
  const clock = clockMs(text, from + 12)
  if (day < 1 || day > 31 || month < 0 || century < 19 || year < 1970 || clock < 0) return null
  if (text.charCodeAt(from + 2) !== 47 || text.charCodeAt(from + 6) !== 47) return null
  let at = from + 20
  let ms = 0
  if (text.charCodeAt(at) === 46) {
    at++
    let weight = 100
    for (; at < to; at++) {
      const digit = text.charCodeAt(at) - 48
      if (!(digit >= 0 && digit <= 9)) break
      ms += digit * weight
      weight = weight > 1 ? weight / 10 : 0
    }
  }
  let minutes = zoneMinutes
  if (at < to) {
    const zone = readZone(text, text.charCodeAt(at) === 32 ? at + 1 : at)
    if (!zone || zone.end !== to) return null
    minutes = zone.minutes
  } else if (at > to) return null
  return Date.UTC(year, month, day) + clock + Math.floor(ms) - minutes * 60_000
}

/** A date in a user's own format: HAProxy's, ISO, or epoch seconds or milliseconds. */
export function readAnyDate(text: string, zoneMinutes: number): number | null {
  const own = readLogDate(text, 0, text.length, zoneMinutes)
  if (own !== null) return own
  const iso = parseIsoDate(text, 0, { offsetMinutes: zoneMinutes })
  return iso && iso.end === text.length ? iso.atMs : null
}
