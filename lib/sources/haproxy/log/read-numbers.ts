/** Whole numbers out of log text, without making strings of them. */

/** Decimal digits with an optional sign, exactly from `from` to `to`; NaN where it is anything else. */
export function readInt(text: string, from: number, to: number): number {
  let at = from
  const sign = text.charCodeAt(at)
  if (sign === 45 || sign === 43) at++
  if (at >= to || to - at > 19) return Number.NaN
  let value = 0
  for (; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return sign === 45 ? -value : value
}

/** −1 is HAProxy's "not reached". */
export function unlessMinusOne(value: number): number | null {
  return value < 0 ? null : value
}

/** A number or null, for fields that may hold `-`, nothing or −1. */
export function readIntOrNull(text: string): number | null {
  const value = readInt(text, 0, text.length)
  return Number.isNaN(value) || value < 0 ? null : value
}

/** `1/2/3` from `from` to `to`; null unless all are numbers and there are `count` of them. */
export function readSlashed(text: string, from: number, to: number, count: number): number[] | null {
  const values: number[] = []
  let at = from
  while (at <= to) {
    let end = text.indexOf('/', at)
    if (end < 0 || end > to) end = to
    const value = readInt(text, at, end)
    if (Number.isNaN(value) || values.length === count) return null
    values.push(value)
    at = end + 1
  }
  return values.length === count ? values : null
}

/** How many slashes stand from `from` to `to`. */
export function countSlashes(text: string, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === 47) count++
  return count
}
