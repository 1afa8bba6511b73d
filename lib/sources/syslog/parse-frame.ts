/** Finds which syslog framing a line has, and takes it off the message. */

import { type DateOptions, type DateRead, parseBsdDate, parseIsoDate, parseStderrDate } from './parse-date.ts'
import { severityOfPriority, severityOfWord } from './severity.ts'

export type Framing =
  | 'bsd' // rfc3164, HAProxy's `local`, and files that rsyslog writes
  | 'rfc5424'
  | 'priority' // only `<pri>`: HAProxy's `priority` and `short`
  | 'iso' // HAProxy's `timed` and `iso`, and files with ISO dates
  | 'stderr' // what the process prints itself
  | 'raw'

export type Frame = {
  framing: Framing
  message: string
  host?: string
  process?: string
  pid?: number
  severity?: string
  /** Null where the framing carries no date, or one that cannot be placed. */
  atMs: number | null
  /** How coarse that date is; null without one. */
  precisionMs: number | null
  zoneMinutes: number | null
}

/** Headers that follow one another: a container's date, then syslog, then HAProxy's own. */
const LAYERS_LIMIT = 4

/** Never fails: a line with no header is `raw`, its message the whole line. */
export function parseFrame(line: string, options: DateOptions = {}): Frame {
  const frame: Frame = { framing: 'raw', message: line, atMs: null, precisionMs: null, zoneMinutes: null }
  let at = 0
  for (let layer = 0; layer < LAYERS_LIMIT; layer++) {
    const next = takeLayer(line, at, frame, options)
    if (next <= at) break
    at = next
  }
  let end = line.length
  while (end > at && isLineEnd(line.charCodeAt(end - 1))) end--
  frame.message = at === 0 && end === line.length ? line : line.slice(at, end)
  return frame
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0
}

/** Takes one header off; gives the index after it, or `at` where there is none. */
function takeLayer(line: string, at: number, frame: Frame, options: DateOptions): number {
  const first = line.charCodeAt(at)
  if (first === 60) return takePriority(line, at, frame, options)
  if (first === 91) return takeStderr(line, at, frame, options)
  if (first === 50 || first === 49) {
    const date = line.charCodeAt(at + 4) === 45 ? parseIsoDate(line, at, options) : null
    if (!date || line.charCodeAt(date.end) !== 32) return at
    setDate(frame, date, 'iso')
    return takeTag(line, date.end + 1, frame)
  }
  if (first >= 65 && first <= 83 && line.charCodeAt(at + 3) === 32) {
    const date = parseBsdDate(line, at, options)
    if (date) {
      setDate(frame, date, 'bsd')
      return takeTag(line, line[date.end] === ' ' ? date.end + 1 : date.end, frame)
    }
    // A date that cannot be placed is still a header: the message behind it counts.
    if (options.year === undefined && options.nowMs === undefined) {
      const shape = parseBsdDate(line, at, { year: 2000 })
      if (shape) {
        frame.framing = 'bsd'
        return takeTag(line, line[shape.end] === ' ' ? shape.end + 1 : shape.end, frame)
      }
    }
  }
  return at
}

function setDate(frame: Frame, date: DateRead, framing: Framing): void {
  frame.framing = framing
  frame.atMs = date.atMs
  frame.precisionMs = date.precisionMs
  frame.zoneMinutes = date.zoneMinutes
}

/** `<134>`, then what may follow it: `1 ` and rfc5424, a date, or the message. */
function takePriority(line: string, at: number, frame: Frame, options: DateOptions): number {
  let end = at + 1
  let priority = 0
  for (; end < at + 5; end++) {
    const digit = line.charCodeAt(end) - 48
    if (!(digit >= 0 && digit <= 9)) break
    priority = priority * 10 + digit
  }
  if (end === at + 1 || line.charCodeAt(end) !== 62 || priority > 191) return at
  frame.severity = severityOfPriority(priority)
  if (frame.framing === 'raw') frame.framing = 'priority'
  const after = end + 1
  if (line.charCodeAt(after) === 49 && line.charCodeAt(after + 1) === 32) {
    const rest = takeRfc5424(line, after + 2, frame, options)
    if (rest > 0) return rest
  }
  return after
}

/** `DATE HOST APP PROCID MSGID SD MSG`; −1 where it is not that. */
function takeRfc5424(line: string, at: number, frame: Frame, options: DateOptions): number {
  const words: string[] = []
  let cursor = at
  for (let count = 0; count < 5; count++) {
    const end = line.indexOf(' ', cursor)
    if (end < 0) return -1
    words.push(line.slice(cursor, end))
    cursor = end + 1
  }
  const [dateText, host, app, procId] = words as [string, string, string, string]
  const date = dateText === '-' ? null : parseIsoDate(dateText, 0, options)
  if (dateText !== '-' && !date) return -1
  cursor = skipStructuredData(line, cursor)
  if (cursor < 0) return -1
  frame.framing = 'rfc5424'
  if (date) setDate(frame, date, 'rfc5424')
  if (host !== '-') frame.host = host
  if (app !== '-') frame.process = app
  if (/^\d{1,10}$/.test(procId)) frame.pid = Number(procId)
  return line.charCodeAt(cursor) === 0xfeff ? cursor + 1 : cursor
}

/** `-` or `[id name="value"]…`, in which `"`, `\` and `]` of values are escaped. */
function skipStructuredData(line: string, at: number): number {
  if (line[at] === '-') return at + 1 === line.length ? at + 1 : line[at + 1] === ' ' ? at + 2 : -1
  let cursor = at
  while (line[cursor] === '[') {
    let quoted = false
    for (cursor++; cursor < line.length; cursor++) {
      const code = line.charCodeAt(cursor)
      if (code === 92 && quoted) cursor++
      else if (code === 34) quoted = !quoted
      else if (code === 93 && !quoted) break
    }
    if (cursor >= line.length) return -1
    cursor++
  }
  if (cursor === at) return -1
  return line[cursor] === ' ' ? cursor + 1 : cursor === line.length ? cursor : -1
}

/** After a date: `haproxy[21764]: `, `lb1 haproxy[21764]: `, `lb1 haproxy: `, or none of them. */
function takeTag(line: string, at: number, frame: Frame): number {
  const firstEnd = line.indexOf(' ', at)
  if (firstEnd < 0 || firstEnd - at > 255) return at
  if (setTag(line.slice(at, firstEnd), frame)) return firstEnd + 1
  let secondAt = firstEnd + 1
  while (line[secondAt] === ' ') secondAt++
  const found = line.indexOf(' ', secondAt)
  const secondEnd = found < 0 ? line.length : found
  if (secondEnd - secondAt > 128) return at
  if (line.charCodeAt(secondEnd - 1) !== 58) return at
  const host = line.slice(at, firstEnd)
  if (!/^[A-Za-z0-9_.:%-]+$/.test(host) || !setTag(line.slice(secondAt, secondEnd), frame)) return at
  if (host !== '-') frame.host = host
  return Math.min(secondEnd + 1, line.length)
}

/** A tag ends with a colon; a slash in it (as in `pool/server:`) needs a pid to be believed. */
function setTag(word: string, frame: Frame): boolean {
  let end = word.length - 1
  if (end < 1 || word.charCodeAt(end) !== 58) return false
  let pid = -1
  if (word.charCodeAt(end - 1) === 93) {
    const open = word.lastIndexOf('[', end - 2)
    pid = 0
    for (let at = open + 1; at < end - 1; at++) {
      const digit = word.charCodeAt(at) - 48
      if (!(digit >= 0 && digit <= 9)) return false
      pid = pid * 10 + digit
    }
    if (open < 1 || open + 1 === end - 1 || pid > 0xffffffff) return false
    end = open
  }
  for (let at = 0; at < end; at++) {
    const code = word.charCodeAt(at)
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95
    if (letter) continue
    const mark = (code >= 48 && code <= 57) || code === 45 || code === 46 || (code === 47 && pid >= 0)
    if (!mark || at === 0) return false
  }
  frame.process = word.slice(0, end)
  if (pid >= 0) frame.pid = pid
  return true
}

/** `[WARNING]  (21764) : `, and before 2.4 `[WARNING] 324/090747 (21764) : `. */
function takeStderr(line: string, at: number, frame: Frame, options: DateOptions): number {
  const head = line.slice(at, at + 64)
  const match = /^\[([A-Z]{3,8})\] {1,8}(?:(\d{3}\/\d{6}) )?\((\d{1,10})\) : ?/.exec(head)
  const severity = match ? severityOfWord(match[1]!) : null
  if (!match || severity === null) return at
  frame.severity = severity
  frame.pid = Number(match[3])
  frame.framing = 'stderr'
  if (match[2] !== undefined && frame.atMs === null) {
    frame.atMs = parseStderrDate(match[2], options)
    frame.precisionMs = frame.atMs === null ? null : 1000
  }
  return at + match[0].length
}
