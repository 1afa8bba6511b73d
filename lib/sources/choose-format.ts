/** Sample lines of a log → whose format it is, how many of them it read, what else was tried, and why. */

import type { UserFormat } from './compile-format.ts'
import { DIALECTS, type Dialect, dialectOf, nameOf } from './dialects.ts'
import { parseLine } from './parse-line.ts'
import type { DateOptions } from './syslog/parse-date.ts'

/** So many of the lines given are looked at, spread over all of them. */
export const SAMPLE_LIMIT = 200
/** Where a second one reads at least this share, the log is a mixture and every line is asked for itself. */
const MIXED_SHARE = 0.05

export type Tried = { dialect: Dialect; read: number }
export type FormatChoice = {
  /** Null: no line was read, or several load balancers wrote them; all formats are to be asked. */
  dialect: Dialect | null
  /** The format that most lines have, as in a record's `format`; null where none was read. */
  format: string | null
  read: number
  of: number
  /** Each one asked alone, most lines first; those that read none are at the end. */
  tried: Tried[]
  /** Refused lines by reason, most first. */
  rejects: { reason: string; count: number }[]
  /** The choice in a sentence. */
  why: string
}

export type ChoiceOptions = DateOptions & { logFormat?: UserFormat | null }

export function chooseFormat(lines: readonly string[], options: ChoiceOptions = {}): FormatChoice {
  const sample = sampleOf(lines.filter((line) => line.trim() !== ''))
  const formats = new Map<string, number>()
  const dialects = new Map<Dialect, number>()
  const reasons = new Map<string, number>()
  let read = 0
  for (const line of sample) {
    const parsed = parseLine(line, options)
    if (!parsed.ok) {
      bump(reasons, parsed.reason)
      continue
    }
    read++
    bump(formats, parsed.format)
    bump(dialects, dialectOf(parsed.format))
  }
  const [first, second] = descending(dialects)
  const mixed = second !== undefined && second[1] >= read * MIXED_SHARE
  const format = descending(formats)[0]?.[0] ?? null
  const rejects = descending(reasons).map(([reason, count]) => ({ reason, count }))
  return {
    dialect: first === undefined || mixed ? null : first[0],
    format,
    read,
    of: sample.length,
    // Six times the work of the choice: only for who asks.
    get tried() {
      return triedAlone(sample, options, dialects)
    },
    rejects,
    why: inWords({ read, of: sample.length, formats: descending(formats), rejects, mixed }),
  }
}

function sampleOf(lines: readonly string[]): readonly string[] {
  if (lines.length <= SAMPLE_LIMIT) return lines
  return Array.from(
    { length: SAMPLE_LIMIT },
    (_, at) => lines[Math.floor((at * lines.length) / SAMPLE_LIMIT)]!,
  )
}

/** A user's own format would be asked with each: it is left out. Between equals stands first what was chosen. */
function triedAlone(
  sample: readonly string[],
  { logFormat: _, ...dates }: ChoiceOptions,
  chosen: ReadonlyMap<Dialect, number>,
): Tried[] {
  return DIALECTS.map((dialect) => ({
    dialect,
    read: sample.filter((line) => parseLine(line, { ...dates, dialect }).ok).length,
  })).sort((a, b) => b.read - a.read || (chosen.get(b.dialect) ?? 0) - (chosen.get(a.dialect) ?? 0))
}

type Told = {
  read: number
  of: number
  formats: [format: string, count: number][]
  rejects: FormatChoice['rejects']
  mixed: boolean
}

/** `198 of 200 lines read as NGINX's combined; 2 were cut`. */
function inWords({ read, of, formats, rejects, mixed }: Told): string {
  if (of === 0) return 'There is no line to tell by.'
  const left = rejects.map(({ reason, count }) => `${count} ${refusedInWords(reason, count)}`).join(', ')
  if (read === 0) return `None of ${counted(of)} is in a format that is known: ${left}.`
  const as = mixed
    ? `in turns: ${formats.map(([format, count]) => `${count} as ${formatInWords(format)}`).join(', ')}`
    : `as ${listed(formats.map(([format]) => formatInWords(format)))}`
  const share = read === of ? `${of === 1 ? 'The one line' : `All ${of} lines`}` : `${read} of ${counted(of)}`
  return `${share} read ${as}${left === '' ? '' : `; ${left}`}.`
}

const counted = (count: number): string => (count === 1 ? '1 line' : `${count} lines`)

/** Rare ones are not worth a sentence of their own. */
function listed(names: string[]): string {
  return names.length < 4
    ? names.join(' and ')
    : `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`
}

/** `nginx-combined` to `NGINX's combined`. */
function formatInWords(format: string): string {
  const dialect = dialectOf(format)
  if (dialect === 'alb') return `AWS's ${format.toUpperCase()}`
  return `${nameOf(dialect)}'s ${format.slice(dialect.length + 1).replaceAll('-', ' ')}`
}

function refusedInWords(reason: string, count: number): string {
  switch (reason) {
    case 'line-cut':
    case 'json-cut':
    case 'frame-cut':
      return count === 1 ? 'was cut' : 'were cut'
    case 'unknown-format':
      return count === 1 ? 'is in no known format' : 'are in no known format'
    case 'line-too-long':
      return count === 1 ? 'is too long' : 'are too long'
    default:
      return count === 1 ? `was refused (${reason})` : `were refused (${reason})`
  }
}

function bump<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function descending<Key>(counts: Map<Key, number>): [Key, number][] {
  return [...counts].sort((a, b) => b[1] - a[1])
}
