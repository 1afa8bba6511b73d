/** Splits `key=value key="value" word …`, as users' formats and tails of lines have it. */

import { closingQuote } from '../clf/quoted.ts'

export type Pair = { key: string | null; value: string; quoted: boolean }

/** More pairs than any format has: what is behind them is left. */
const PAIRS_LIMIT = 128
const KEY_LENGTH_LIMIT = 64

/** A bare word behind a bare value is that value's: lists of servers and dates have spaces. Linear. */
export function readPairs(text: string, from: number): { pairs: Pair[]; cut: boolean } {
  const pairs: Pair[] = []
  let at = from
  while (at < text.length && pairs.length < PAIRS_LIMIT) {
    if (isSpace(text.charCodeAt(at))) {
      at++
      continue
    }
    const keyEnd = endOfKey(text, at)
    const key = keyEnd < 0 ? null : text.slice(at, keyEnd)
    const start = keyEnd < 0 ? at : keyEnd + 1
    if (text.charCodeAt(start) === 34) {
      const close = closingQuote(text, start + 1)
      const end = close < 0 ? text.length : close
      pairs.push({ key, value: text.slice(start + 1, end), quoted: true })
      if (close < 0) return { pairs, cut: true }
      at = close + 1
      continue
    }
    let end = endOfWord(text, start)
    // What follows without a key of its own is still this value.
    while (key !== null && end < text.length) {
      const next = startOfWord(text, end)
      if (next === text.length || text.charCodeAt(next) === 34 || endOfKey(text, next) >= 0) break
      end = endOfWord(text, next)
    }
    pairs.push({ key, value: text.slice(start, end), quoted: false })
    at = end
  }
  return { pairs, cut: false }
}

function endOfWord(text: string, from: number): number {
  let at = from
  while (at < text.length && !isSpace(text.charCodeAt(at))) at++
  return at
}

function startOfWord(text: string, from: number): number {
  let at = from
  while (at < text.length && isSpace(text.charCodeAt(at))) at++
  return at
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9
}

/** Index of the `=`; −1 where no key stands here. */
function endOfKey(text: string, at: number): number {
  const limit = Math.min(text.length, at + KEY_LENGTH_LIMIT)
  for (let end = at; end < limit; end++) {
    const code = text.charCodeAt(end)
    if (code === 61) return end > at ? end : -1
    const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 64
    if (!letter && !(end > at && ((code >= 48 && code <= 57) || code === 45 || code === 46))) return -1
  }
  return -1
}
