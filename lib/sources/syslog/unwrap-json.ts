/** Takes a message out of the JSON that Docker and the journal write around it. */

import { type JsonObject, numberOf, parseObject, textOf } from '../json-values.ts'
import { type Frame, setWrappingDate } from './frame.ts'
import { parseIsoDate } from './parse-date.ts'
import { severityOfPriority } from './severity.ts'

/** Null where the object is no wrapping: a load balancer's own JSON is the message itself. */
export function unwrapJson(text: string, at: number, frame: Frame): string | null {
  // A look before the parsing: most objects are the message.
  const journal = text.indexOf('"MESSAGE"', at) >= 0
  if (!journal && text.indexOf('"stream"', at) < 0) return null
  const object = parseObject(at === 0 ? text : text.slice(at))
  if (!object) return null
  return journal ? unwrapJournal(object, frame) : unwrapDocker(object, frame)
}

/** `{"log":"…\n","stream":"stdout","time":"2026-11-22T04:00:00.123456789Z"}`; collectors call it `message`. */
function unwrapDocker(object: JsonObject, frame: Frame): string | null {
  const { log, message, stream, time } = object
  const inside = typeof log === 'string' ? log : message
  if ((stream !== 'stdout' && stream !== 'stderr') || typeof inside !== 'string') return null
  const date = typeof time === 'string' ? parseIsoDate(time, 0, { offsetMinutes: 0 }) : null
  if (date) setWrappingDate(frame, date.atMs, date.precisionMs, 'docker')
  else frame.framing = 'docker'
  return inside
}

/** What `journalctl -o json` prints; the journal's own date is when it received the line. */
function unwrapJournal(object: JsonObject, frame: Frame): string | null {
  const inside = bytesOrText(object.MESSAGE)
  const microseconds = numberOf(lastOf(object.__REALTIME_TIMESTAMP))
  const process = textOf(lastOf(object.SYSLOG_IDENTIFIER)) ?? textOf(lastOf(object._COMM))
  const host = textOf(lastOf(object._HOSTNAME))
  if (inside === null || (microseconds === null && process === null && host === null)) return null
  frame.framing = 'journald'
  if (microseconds !== null) setWrappingDate(frame, Math.floor(microseconds / 1000), 1, 'journald')
  if (host !== null) frame.host = host
  if (process !== null) frame.process = process
  const pid = numberOf(lastOf(object.SYSLOG_PID)) ?? numberOf(lastOf(object._PID))
  if (pid !== null && Number.isInteger(pid)) frame.pid = pid
  const priority = numberOf(lastOf(object.PRIORITY))
  if (priority !== null && priority >= 0 && priority <= 7) frame.severity = severityOfPriority(priority)
  return inside
}

/** A field that was given several times is a list. */
function lastOf(value: unknown): unknown {
  return Array.isArray(value) && value.length > 0 ? value.at(-1) : value
}

/** A message that is not plain text comes as the list of its bytes. */
function bytesOrText(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return null
  const isBytes = value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte <= 255)
  if (isBytes) return new TextDecoder().decode(Uint8Array.from(value as number[]))
  const last: unknown = value.at(-1)
  return typeof last === 'string' ? last : null
}
