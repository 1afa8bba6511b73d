/** Bands in words: always both ends, and an end that is not known says so. */

import type { Band } from '#lib/model/band'

/** Over the wire what has no end is null. */
export const isKnown = (value: number | null | undefined): value is number =>
  typeof value === 'number' && Number.isFinite(value)

const joined = (low: string, high: string, to: string) => (low === high ? low : `${low}${to}${high}`)

/** `3 to 9`, `6`, `2 or more`, `at most 4`. */
export function countBand({ low, high }: Band): string {
  const [from, until] = [low, high].map((end) => (isKnown(end) ? String(Math.round(end)) : null))
  if (from === null || from === undefined) return until ? `at most ${until}` : 'not known'
  return until ? joined(from, until, ' to ') : `${from} or more`
}

const percent = (share: number) =>
  share > 0 && share < 0.0095 ? '<1' : share < 1 && share > 0.9949 ? '>99' : String(Math.round(share * 100))

/** `72–95 %`, `at least 72 %`; a share, or a load where 100 % is all that can be served. */
export function shareBand({ low, high }: Band): string {
  if (!isKnown(low)) return isKnown(high) ? `at most ${percent(high)} %` : 'not known'
  return isKnown(high) ? `${joined(percent(low), percent(high), '–')} %` : `at least ${percent(low)} %`
}

const change = (factor: number) => `${Math.round(Math.abs(factor - 1) * 100)} %`
const enough = (factor: number) => Math.round(factor * 100) >= 100

const ends = (from: number, until: number) =>
  joined(change(from), change(until), ' to ').replace(' % to ', '–')

/** Room for load, from a factor on it: `20–50 % more`, `5–20 % too much`, `6 % too much to 18 % more`. */
export function growthBand({ low, high }: Band): string {
  if (!isKnown(low)) return 'not known'
  if (!isKnown(high))
    return enough(low) ? `${change(low)} more or better` : `${change(low)} too much or better`
  if (enough(low)) return `${ends(low, high)} more`
  if (!enough(high)) return `${ends(high, low)} too much`
  return `${change(low)} too much to ${change(high)} more`
}

/** The same as a clause. */
export function growthClause({ low, high }: Band): string {
  if (!isKnown(low)) return 'how much its load can grow is not known'
  if (!isKnown(high))
    return enough(low)
      ? `its load can grow by ${change(low)} at least`
      : 'how much its load can grow is not known'
  if (enough(low)) return `its load can grow by ${ends(low, high)}`
  if (!enough(high)) return `its load is ${ends(high, low)} too much already`
  return `its load may be ${change(low)} too much already, or can grow by ${change(high)}`
}

/** `30–43 /s`. */
export function rateRange(lowPerS: number, highPerS: number | null): string {
  const digits = (rate: number) => (rate < 9.95 ? rate.toFixed(1) : String(Math.round(rate)))
  if (!isKnown(highPerS)) return `at least ${digits(lowPerS)} /s`
  return `${joined(digits(lowPerS), digits(highPerS), '–')} /s`
}

const seconds = (ms: number) => {
  const value = ms / 1000
  return value < 9.95 ? String(Math.round(value * 10) / 10) : String(Math.round(value))
}

/** `4–6 s`, `2 s`, `45–130 s`. */
export function spanRange(fromMs: number, toMs: number | null): string {
  if (!isKnown(toMs)) return `${seconds(fromMs)} s or longer`
  return `${joined(seconds(fromMs), seconds(toMs), '–')} s`
}
