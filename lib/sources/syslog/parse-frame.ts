/** Finds which framings and wrappings a line has, and takes them off the message. */

import { endOfStreamName } from './container-stream.ts'
import { type Frame, setDate, setWrappingDate } from './frame.ts'
import { type DateOptions, parseBsdDate, parseIsoDate, parseStderrDate } from './parse-date.ts'
import { severityOfPriority, severityOfWord } from './severity.ts'
import { takeCompose } from './take-compose.ts'
import { takeJournalDate } from './take-journal-date.ts'
import { takeRfc5424 } from './take-rfc5424.ts'
import { takeTag } from './take-tag.ts'
import { unwrapJson } from './unwrap-json.ts'

/** Headers and wrappings around one another: a container's, the journal's, syslog's, then HAProxy's own. */
const LAYERS_LIMIT = 6

/** Never fails: a line with no header is `raw`, its message the whole line. */
export function parseFrame(line: string, options: DateOptions = {}): Frame {
  const frame: Frame = { framing: 'raw', message: line, atMs: null, precisionMs: null, zoneMinutes: null }
  let text = line
  let at = takeCompose(line, frame)
  for (let layer = 0; layer < LAYERS_LIMIT; layer++) {
    const next = takeLayer(text, at, frame, options)
    if (next > at) {
      at = next
      continue
    }
    const inside = text.charCodeAt(at) === 123 ? unwrapJson(text, at, frame) : null
    if (inside === null) break
    text = inside
    at = 0
  }
  let end = text.length
  while (end > at && isLineEnd(text.charCodeAt(end - 1))) end--
  frame.message = at === 0 && end === text.length ? text : text.slice(at, end)
  return frame
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0
}

/** Takes one header off; gives the index after it, or `at` where there is none. */
function takeLayer(line: string, at: number, frame: Frame, options: DateOptions): number {
  const first = line.charCodeAt(at)
  if (first === 60) return takePriority(line, at, frame, options)
  if (first === 91) {
    const next = line.charCodeAt(at + 1)
    if (next >= 65 && next <= 90) return takeStderr(line, at, frame, options)
    // Seconds since the boot; a whole date in brackets is a message's own.
    return line.charCodeAt(at + 5) === 45 ? at : takeJournalDate(line, at, frame, options)
  }
  if (first === 50 || first === 49) {
    const date = line.charCodeAt(at + 4) === 45 ? parseIsoDate(line, at, options) : null
    if (!date) return takeJournalDate(line, at, frame, options)
    if (line.charCodeAt(date.end) !== 32) return at
    const inside = endOfStreamName(line, date.end + 1)
    if (inside > 0) {
      setWrappingDate(frame, date.atMs, date.precisionMs, 'cri')
      return inside
    }
    setDate(frame, date, 'iso')
    return takeTag(line, date.end + 1, frame)
  }
  if (first >= 65 && first <= 87 && line.charCodeAt(at + 3) === 32) {
    return takeBsd(line, at, frame, options) ?? takeJournalDate(line, at, frame, options)
  }
  return at
}

/** Without a year the date is near to that of what the line is wrapped in. */
function takeBsd(line: string, at: number, frame: Frame, options: DateOptions): number | null {
  const near = options.year === undefined && frame.atMs !== null ? { ...options, nowMs: frame.atMs } : options
  const date = parseBsdDate(line, at, near)
  if (date) {
    setDate(frame, date, 'bsd')
    return takeTag(line, line[date.end] === ' ' ? date.end + 1 : date.end, frame)
  }
  // A date that cannot be placed is still a header: the message behind it counts.
  if (near.year !== undefined || near.nowMs !== undefined) return null
  const shape = parseBsdDate(line, at, { year: 2000 })
  if (!shape) return null
  frame.framing = 'bsd'
  return takeTag(line, line[shape.end] === ' ' ? shape.end + 1 : shape.end, frame)
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
