/** Reads the top-level pairs of a JSON object, those before the cut where the line was cut. */

import { parseObject } from '../../json-values.ts'

export type JsonPairs = { pairs: [key: string, value: unknown][]; cut: boolean }

/** One pair from the current position: a string key and a scalar; nested values are not looked into. */
const PAIR =
  /\s*"((?:[^"\\]|\\.)*)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)\s*([,}])/y

/** More pairs than any format has. */
const PAIRS_LIMIT = 512

/** Null where the text is no object and no cut one either. */
export function readTopLevel(text: string): JsonPairs | null {
  const trimmed = text.trimEnd()
  if (trimmed.endsWith('}')) {
    const whole = parseObject(trimmed)
    if (whole) return { pairs: Object.entries(whole), cut: false }
  }
  const pairs: [string, unknown][] = []
  const pattern = new RegExp(PAIR.source, 'y')
  pattern.lastIndex = 1
  while (pairs.length < PAIRS_LIMIT) {
    const match = pattern.exec(trimmed)
    if (!match) break
    pairs.push([parseString(match[1]!), parseScalar(match[2]!)])
    if (match[3] === '}') return null
  }
  // Closed and still not JSON is a mistake in the format, not a cut.
  return trimmed.endsWith('}') ? null : { pairs, cut: true }
}

function parseString(inside: string): string {
  try {
    return JSON.parse(`"${inside}"`) as string
  } catch {
    return inside
  }
}

/** Numbers stay text: `08` is no JSON number, and is still what the line says. */
function parseScalar(text: string): unknown {
  if (text.charCodeAt(0) === 34) return parseString(text.slice(1, -1))
  return text === 'null' ? null : text
}
