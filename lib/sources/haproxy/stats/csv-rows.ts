/** Walks comma-separated text row by row without copying it: only the cells asked for become strings or numbers. */

/** Longest quoted cell; HAProxy's own are a few hundred bytes. */
export const MAX_QUOTED_LENGTH = 65_536
/** Cells of one row that are kept; further ones are only counted. */
export const MAX_CELLS = 1_024

const QUOTE = 34
const COMMA = 44
const NEWLINE = 10
const RETURN = 13

export type CsvRows = {
  /** Moves to the next row; false at the end of the text. Blank lines are rows of one empty cell. */
  next(): boolean
  /** Number of cells of this row, more than MAX_CELLS included. */
  cells(): number
  /** What is wrong with the row's quoting, or null. */
  damage(): 'unterminated-quote' | 'text-after-quote' | null
  /** True where the row ended with a newline and not with the text. */
  ended(): boolean
  text(cell: number): string
  /** Null for an empty cell; also for one that is no whole number, which `notANumber` then tells. */
  number(cell: number): number | null
  /** True once a cell of this row was asked for as a number and is none. */
  notANumber(): boolean
  raw(maxLength: number): string
}

export function csvRows(text: string): CsvRows {
  const starts = new Int32Array(MAX_CELLS)
  const ends = new Int32Array(MAX_CELLS)
  const escaped = new Uint8Array(MAX_CELLS)
  let count = 0
  let rowStart = 0
  let rowEnd = 0
  let position = 0
  let newline = false
  let misread = false
  let damage: ReturnType<CsvRows['damage']> = null

  function keep(start: number, end: number, hasEscapes: number) {
    if (count < MAX_CELLS) {
      starts[count] = start
      ends[count] = end
      escaped[count] = hasEscapes
    }
    count++
  }

  /** Where the closing quote is, or −1; marks `""` inside. */
  function closingQuote(from: number): { at: number; escapes: number } {
    let at = from
    let escapes = 0
    for (;;) {
      at = text.indexOf('"', at)
      if (at < 0 || at - from > MAX_QUOTED_LENGTH) return { at: -1, escapes }
      if (text.charCodeAt(at + 1) !== QUOTE) return { at, escapes }
      escapes = 1
      at += 2
    }
  }

  function finish(end: number, next: number, sawNewline: boolean) {
    rowEnd = end
    position = next
    newline = sawNewline
    return true
  }

  /** A damaged row ends at the first newline after its start, so that it costs no other row. */
  function giveUp(reason: 'unterminated-quote' | 'text-after-quote') {
    damage = reason
    const at = text.indexOf('\n', rowStart)
    return at < 0 ? finish(text.length, text.length, false) : finish(at, at + 1, true)
  }

  function next(): boolean {
    if (position >= text.length) return false
    rowStart = position
    count = 0
    damage = null
    misread = false
    let at = position
    let start = at
    for (;;) {
      if (at === start && text.charCodeAt(at) === QUOTE) {
        const closing = closingQuote(at + 1)
        if (closing.at < 0) return giveUp('unterminated-quote')
        keep(at + 1, closing.at, closing.escapes)
        at = closing.at + 1
        if (text.charCodeAt(at) === RETURN && text.charCodeAt(at + 1) === NEWLINE) at++
        const after = text.charCodeAt(at)
        if (at >= text.length) return finish(at, at, false)
        if (after === NEWLINE) return finish(at, at + 1, true)
        if (after !== COMMA) return giveUp('text-after-quote')
        start = ++at
        continue
      }
      if (at >= text.length) {
        keep(start, at, 0)
        return finish(at, at, false)
      }
      const code = text.charCodeAt(at)
      if (code === COMMA) {
        keep(start, at, 0)
        start = at + 1
      } else if (code === NEWLINE) {
        keep(start, at > start && text.charCodeAt(at - 1) === RETURN ? at - 1 : at, 0)
        return finish(at, at + 1, true)
      }
      at++
    }
  }

  function number(cell: number): number | null {
    if (cell < 0 || cell >= count || cell >= MAX_CELLS) return null
    let at = starts[cell]!
    const end = ends[cell]!
    if (at === end) return null
    const negative = text.charCodeAt(at) === 45
    if (negative) at++
    misread ||= at === end
    let value = 0
    for (; at < end; at++) {
      const digit = text.charCodeAt(at) - 48
      if (digit < 0 || digit > 9) {
        misread = true
        return null
      }
      value = value * 10 + digit
    }
    return negative ? -value : value
  }

  return {
    next,
    cells: () => count,
    damage: () => damage,
    ended: () => newline,
    number,
    notANumber: () => misread,
    text(cell) {
      if (cell < 0 || cell >= count || cell >= MAX_CELLS) return ''
      const value = text.slice(starts[cell]!, ends[cell]!)
      return escaped[cell] === 1 ? value.replaceAll('""', '"') : value
    },
    raw: (maxLength) => text.slice(rowStart, Math.min(rowEnd, rowStart + maxLength)),
  }
}
