/** What the framings around a message say of it, one for all of them. */

import type { DateRead } from './parse-date.ts'

export type Framing =
  | 'bsd' // rfc3164, HAProxy's `local`, and files that rsyslog writes
  | 'rfc5424'
  | 'priority' // only `<pri>`: HAProxy's `priority` and `short`
  | 'iso' // HAProxy's `timed` and `iso`, and files with ISO dates
  | 'stderr' // what the process prints itself
  | 'cri' // Kubernetes' files of a container's output
  | 'docker' // Docker's json-file
  | 'journald' // `journalctl -o json`, `short-unix`, `short-monotonic`
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

export function setDate(frame: Frame, date: DateRead, framing: Framing): void {
  frame.framing = framing
  frame.atMs = date.atMs
  frame.precisionMs = date.precisionMs
  frame.zoneMinutes = date.zoneMinutes
}

/** The date of what a line is wrapped in: its zone is the collector's and says nothing of dates inside. */
export function setWrappingDate(frame: Frame, atMs: number, precisionMs: number, framing: Framing): void {
  frame.framing = framing
  frame.atMs = atMs
  frame.precisionMs = precisionMs
}
