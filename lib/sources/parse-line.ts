/** One log line to one record: framing, then each load balancer's formats; bad input is a named reason. */

import type { ParsedLine } from '../model/log-record.ts'
import type { UserFormat } from './compile-format.ts'
import { askReaders, type Dialect } from './dialects.ts'
import { parseStateMessage } from './haproxy/log/parse-message.ts'
import { parseProcess } from './haproxy/log/parse-process.ts'
import type { LogAnswer, LogContext } from './log-context.ts'
import type { RejectReason } from './reject-reason.ts'
import type { Frame } from './syslog/frame.ts'
import type { DateOptions } from './syslog/parse-date.ts'
import { parseFrame } from './syslog/parse-frame.ts'

/** Longer lines are refused unread. HAProxy itself writes at most 65535 bytes a line. */
export const LINE_LENGTH_LIMIT = 65_536
/** How much of a refused line is kept. */
export const RAW_LENGTH_LIMIT = 4_096

export type LineOptions = DateOptions & {
  /** A user's own format, tried before the built-in ones. */
  logFormat?: UserFormat | null
  /** Only this one's formats are asked; all of them where it is null. */
  dialect?: Dialect | null
}

/** What was read, and what the framing said: its date is when HAProxy sent the line. */
export type LineReading = { parsed: ParsedLine; frame: Frame | null }

/** Never throws; `reason` is a RejectReason. */
export function parseLine(line: string, options: LineOptions = {}): ParsedLine {
  return readLine(line, options).parsed
}

export function readLine(line: string, options: LineOptions = {}): LineReading {
  if (line.length > LINE_LENGTH_LIMIT) return { parsed: refused('line-too-long', line), frame: null }
  const frame = parseFrame(line, options)
  if (frame.message.trim() === '') return { parsed: refused('empty-line', line), frame }
  const context: LogContext = {
    frameAtMs: frame.atMs,
    zoneMinutes: options.offsetMinutes ?? frame.zoneMinutes ?? 0,
  }
  const answer = askFormats(frame, context, options)
  if (answer === null || typeof answer === 'string') {
    // Some formats start with a date of their own, which looks like a framing's.
    const whole = frame.message.length < line.length ? askTraffic(line.trimEnd(), context, options) : null
    if (whole !== null && typeof whole !== 'string') return { parsed: whole, frame }
    return { parsed: refused(answer ?? whole ?? 'unknown-format', line), frame }
  }
  if (frame.host !== undefined) answer.host = frame.host
  if (frame.process !== undefined) answer.process = frame.process
  if (frame.pid !== undefined) answer.pid = frame.pid
  if (frame.severity !== undefined) answer.severity = frame.severity
  return { parsed: answer, frame }
}

/** State lines first: they are strict, while a user's format may match anything. */
function askFormats(frame: Frame, context: LogContext, options: LineOptions): LogAnswer {
  const { message } = frame
  const isHaproxys = (options.dialect ?? 'haproxy') === 'haproxy'
  const state = isHaproxys ? parseStateMessage(message, context) : null
  if (state !== null && typeof state !== 'string') return state
  const traffic = askTraffic(message, context, options)
  if (traffic !== null || state !== null) return traffic ?? state
  return isHaproxys && isProcessTalk(frame) ? parseProcess(message, context) : null
}

/** The user's own format, then everybody's. */
function askTraffic(message: string, context: LogContext, options: LineOptions): LogAnswer {
  const own = options.logFormat ? options.logFormat.scan(message, context) : null
  if (own !== null && typeof own !== 'string') return own
  return askReaders(message, context, options.dialect ?? null) ?? own
}

/** A tag names HAProxy, and the text is words: a line of traffic in an unknown format is not that. */
function isProcessTalk(frame: Frame): boolean {
  if (frame.framing !== 'stderr' && !/haproxy/i.test(frame.process ?? '')) return false
  return /^[A-Za-z<[('"%+-]/.test(frame.message) && !/\[\d{2}\/[A-Z][a-z]{2}\/\d{4}:/.test(frame.message)
}

function refused(reason: RejectReason, line: string): ParsedLine {
  return { ok: false, reason, raw: line.length > RAW_LENGTH_LIMIT ? line.slice(0, RAW_LENGTH_LIMIT) : line }
}
