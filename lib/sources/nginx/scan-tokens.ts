/** Walks a line along a format's tokens: each variable ends where the text behind it starts. */

import { closingQuote } from '../clf/quoted.ts'
import type { Escape, FormatToken } from './log-format-tokens.ts'

type Found = Extract<FormatToken, { kind: 'variable' }>
export type Scanned = {
  /** By the token's place in the format; absent for literal text and for what was cut off. */
  texts: (string | undefined)[]
  /** The line ends before the format does. */
  cut: boolean
}

const DATE_LENGTH = 26

/** Null where the line is not of this format. */
export function scanTokens(
  tokens: readonly FormatToken[],
  line: string,
  from: number,
  escaping: Escape,
): Scanned | null {
  const texts: Scanned['texts'] = []
  let at = from
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!
    if (token.kind === 'text') {
      if (line.startsWith(token.text, at)) {
        at += token.text.length
        texts.push(undefined)
        continue
      }
      // The rest of the line is the beginning of this text: it was cut inside it.
      return at > from && token.text.startsWith(line.slice(at)) ? { texts, cut: true } : null
    }
    const end = endOfValue(tokens, index, token, line, at, escaping)
    if (end < 0) {
      if (token.shape === 'request' || token.shape === 'path') texts.push(line.slice(at))
      return { texts, cut: true }
    }
    texts.push(line.slice(at, end))
    at = end
  }
  return isBlank(line, at) ? { texts, cut: false } : null
}

function isBlank(line: string, at: number): boolean {
  for (let index = at; index < line.length; index++) if (line.charCodeAt(index) !== 32) return false
  return true
}

/** Index after the value; −1 where the line ends before the text that must follow. */
function endOfValue(
  tokens: readonly FormatToken[],
  index: number,
  token: Found,
  line: string,
  at: number,
  escaping: Escape,
): number {
  const next = tokens[index + 1]
  if (token.shape === 'mark') return line.charCodeAt(at) === 63 ? at + 1 : at
  if (next === undefined) return line.length
  if (next.kind === 'variable') {
    // Two variables touch: the second one's first character parts them.
    const text = tokens.slice(index + 2).find((each) => each.kind === 'text')
    const limit = text === undefined ? line.length : endAt(line, at, text.text, escaping)
    const stop = limit < 0 ? line.length : limit
    const mark = line.indexOf(next.shape === 'path' ? '/' : '?', at)
    return mark < 0 || mark > stop ? stop : mark
  }
  const { text } = next
  switch (token.shape) {
    case 'date':
      return line.startsWith(text, at + DATE_LENGTH) ? at + DATE_LENGTH : line.indexOf(text, at)
    case 'address':
      if (text.charCodeAt(0) === 58) return lastColon(line, at)
      break
    case 'list':
      return text.charCodeAt(0) === 32 ? endOfList(line, at, text) : line.indexOf(text, at)
    case 'request': {
      if (text.charCodeAt(0) === 34) break
      const version = line.indexOf(' HTTP/', at)
      return line.indexOf(text, version < 0 ? at : version + 6)
    }
  }
  const following = tokens[index + 2]
  const dated = following?.kind === 'variable' && following.shape === 'date'
  let end = endAt(line, at, text, escaping)
  // A user's name may hold what stands before the date.
  while (dated && end >= 0 && line.charCodeAt(end + text.length + 2) !== 47) end = line.indexOf(text, end + 1)
  return end
}

/** With a port behind it an address ends at its last colon. */
function lastColon(line: string, at: number): number {
  let end = at
  while (end < line.length && isAddressCode(line.charCodeAt(end))) end++
  const colon = line.lastIndexOf(':', end)
  return colon < at ? -1 : colon
}

function isAddressCode(code: number): boolean {
  if (code >= 46 && code <= 58 && code !== 47) return true
  return (code >= 97 && code <= 120) || (code >= 65 && code <= 70)
}

/** Where `text` starts; a quote that the value escaped is not it. */
function endAt(line: string, at: number, text: string, escaping: Escape): number {
  if (text.charCodeAt(0) !== 34 || escaping === 'none') return line.indexOf(text, at)
  let quote = closingQuote(line, at)
  // In lines of other writers a bare quote may stand inside the quotes.
  while (quote >= 0 && !line.startsWith(text, quote)) quote = closingQuote(line, quote + 1)
  return quote
}

/** Spaces after a comma and around a colon are the list's own. */
function endOfList(line: string, at: number, text: string): number {
  let end = line.indexOf(text, at)
  while (end > at) {
    if (line.charCodeAt(end - 1) === 44) end = line.indexOf(text, end + 1)
    else if (line.startsWith(' : ', end)) end = line.indexOf(text, end + 3)
    else break
  }
  return end
}
