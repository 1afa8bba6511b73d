/** Takes off the dates that only `journalctl -o short-…` writes: with a weekday, as epoch seconds, since the boot. */

import { secondsToMs } from '../read-duration.ts'
import { type Frame, setWrappingDate } from './frame.ts'
import { type DateOptions, parseIsoDate, readZone } from './parse-date.ts'
import { takeTag } from './take-tag.ts'

const WEEKDAYS = 'SunMonTueWedThuFriSat'
/** Longest date and zone in front of the host. */
const HEAD_LENGTH = 64

/** Index after the date, the host and the tag; `at` where it is none of these: the tag must be there. */
export function takeJournalDate(line: string, at: number, frame: Frame, options: DateOptions): number {
  const first = line.charCodeAt(at)
  if (first === 91) return takeMonotonic(line, at, frame)
  if (first >= 48 && first <= 57) return takeUnix(line, at, frame)
  return takeFull(line, at, frame, options)
}

/** `Sun 2026-11-22 04:00:00 UTC lb1 haproxy[7]: `; a zone's name other than UTC is not known. */
function takeFull(line: string, at: number, frame: Frame, options: DateOptions): number {
  const weekday = WEEKDAYS.indexOf(line.slice(at, at + 3))
  if (weekday < 0 || weekday % 3 !== 0 || line.charCodeAt(at + 3) !== 32) return at
  const date = parseIsoDate(line, at + 4, options)
  if (!date || line.charCodeAt(date.end) !== 32) return at
  const zoneEnd = line.indexOf(' ', date.end + 1)
  if (zoneEnd < 0 || zoneEnd - at > HEAD_LENGTH) return at
  const word = line.slice(date.end + 1, zoneEnd)
  const zone = /^(?:UTC|GMT|Z)$/.test(word) ? 0 : (readZone(`${word}00`.slice(0, 5), 0)?.minutes ?? null)
  const after = takeTag(line, zoneEnd + 1, frame)
  if (after === zoneEnd + 1) return at
  const shift = zone === null ? 0 : (options.offsetMinutes ?? 0) - zone
  setWrappingDate(frame, date.atMs + shift * 60_000, date.precisionMs, 'journald')
  frame.zoneMinutes = zone
  return after
}

/** `1795320000.123456 lb1 haproxy[7]: `. */
function takeUnix(line: string, at: number, frame: Frame): number {
  const end = line.indexOf(' ', at)
  if (end - at < 12 || end - at > 20 || line.charCodeAt(at + 10) !== 46) return at
  const atMs = secondsToMs(line.slice(at, Math.min(end, at + 14)))
  const after = atMs === null ? end + 1 : takeTag(line, end + 1, frame)
  if (atMs === null || after === end + 1) return at
  setWrappingDate(frame, atMs, 1, 'journald')
  return after
}

/** `[    5.123456] lb1 haproxy[7]: `, which says nothing of the day. */
function takeMonotonic(line: string, at: number, frame: Frame): number {
  const head = /^\[ {0,8}\d{1,10}\.\d{6}(?: <[ \d.]{1,20}>)?\] /.exec(line.slice(at, at + HEAD_LENGTH))
  if (!head) return at
  const from = at + head[0].length
  const after = takeTag(line, from, frame)
  if (after === from) return at
  frame.framing = 'journald'
  return after
}
