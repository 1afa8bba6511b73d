/** Values of a JSON line whose keys are one load balancer's own: texts, numbers, and the rest as `fields`. */

export type JsonObject = Record<string, unknown>

/** Shorter ones cannot take long. */
const LONG_FROM_CHARS = 4_096

/** Null where the line is no whole object. */
export function parseObject(text: string): JsonObject | null {
  // The parser goes down into what never closes, for milliseconds.
  if (text.length > LONG_FROM_CHARS && !closes(text)) return null
  try {
    return objectOf(JSON.parse(text))
  } catch {
    return null
  }
}

export function objectOf(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/** As many brackets close as open, outside of texts. */
function closes(text: string): boolean {
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) inText = !inText
    else if (inText) {
      if (code === 92) at++
    } else if (code === 91 || code === 123) depth++
    else if (code === 93 || code === 125) depth--
  }
  return depth === 0 && !inText
}

/** Text or number as text; null for `-`, nothing, and what is neither. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' && value !== '-' ? value : null
}

/** A finite number, also where it is written as text. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'string' && (value.length === 0 || value.length > 32)) return null
  const number = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}

/** A whole number of at least 0, or null: counts, sizes, ports, statuses. */
export function countOf(value: unknown): number | null {
  const number = numberOf(value)
  return number !== null && Number.isInteger(number) && number >= 0 ? number : null
}

/** What stands for a value that is nested deeper than it can be written out. */
export const TOO_DEEP = '(nested too deep)'

/** As `fields` keeps it: text as it is, objects as JSON. Never throws. */
export function fieldOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value !== 'object') return String(value)
  try {
    return JSON.stringify(value)
  } catch {
    return TOO_DEEP
  }
}
