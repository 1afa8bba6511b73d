/** Takes off what follows `<pri>1 ` in rfc5424. */

import { type Frame, setDate } from './frame.ts'
import { type DateOptions, parseIsoDate } from './parse-date.ts'

/** `DATE HOST APP PROCID MSGID SD MSG`; −1 where it is not that. */
export function takeRfc5424(line: string, at: number, frame: Frame, options: DateOptions): number {
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
