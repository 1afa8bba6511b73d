/** Reads `, reason: …, code: …, info: "…", check duration: …ms` of check and state lines. */

import { unescapeInfo } from './unescape.ts'

export type CheckOutcome = {
  reason: string | null
  code: number | null
  info: string | null
  checkDurationMs: number | null
  /** What stands behind it. */
  rest: string
}

/** Starts anywhere before `, reason: `; nothing of it there gives nulls and the text back. */
export function readCheckOutcome(text: string): CheckOutcome {
  const outcome: CheckOutcome = { reason: null, code: null, info: null, checkDurationMs: null, rest: text }
  if (!text.startsWith(', reason: ')) return outcome
  let rest = text.slice(10)
  const marks = [', code: ', ', info: "', ', check duration: ', ', status: ', '. ', ' via ']
  let end = rest.length
  for (const mark of marks) {
    const at = rest.indexOf(mark)
    if (at >= 0 && at < end) end = at
  }
  outcome.reason = rest.slice(0, end).replace(/\.$/, '')
  rest = end === rest.length ? '' : rest.slice(end)
  const code = /^, code: (\d{1,9})/.exec(rest)
  if (code) {
    outcome.code = Number(code[1])
    rest = rest.slice(code[0].length)
  }
  if (rest.startsWith(', info: "')) {
    // Quotes inside are written <22>; old versions did not, so the one before the duration ends it.
    const durationAt = rest.indexOf('", check duration: ', 9)
    const close = durationAt >= 0 ? durationAt : rest.indexOf('"', 9)
    outcome.info = unescapeInfo(rest.slice(9, close < 0 ? rest.length : close))
    rest = close < 0 ? '' : rest.slice(close + 1)
  }
  const duration = /^, check duration: (\d{1,12})ms/.exec(rest)
  if (duration) {
    outcome.checkDurationMs = Number(duration[1])
    rest = rest.slice(duration[0].length)
  }
  outcome.rest = rest
  return outcome
}
