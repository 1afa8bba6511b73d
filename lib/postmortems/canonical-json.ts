/** One value, one text: JSON with keys in order and no blanks, so that its hash means something (as RFC 8785). */

/** Keys by UTF-16 code unit; what JSON cannot hold (undefined, functions) is left out, non-finite numbers become null. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((each) => canonicalJson(each === undefined ? null : each)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const parts: string[] = []
  for (const key of Object.keys(value).sort()) {
    const each = (value as Record<string, unknown>)[key]
    if (each === undefined || typeof each === 'function' || typeof each === 'symbol') continue
    parts.push(`${JSON.stringify(key)}:${canonicalJson(each)}`)
  }
  return `{${parts.join(',')}}`
}
