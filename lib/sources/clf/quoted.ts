/** Where a text in double quotes ends, and what it says: quotes inside may have a backslash before them. */

const QUOTE = 34
const BACKSLASH = 92

/** Index of the closing quote from `at` on; −1 where it never closes. Linear. */
export function closingQuote(text: string, at: number): number {
  let close = text.indexOf('"', at)
  while (close > at && isEscaped(text, close, at)) close = text.indexOf('"', close + 1)
  return close
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, quote: number, from: number): boolean {
  let at = quote - 1
  while (at >= from && text.charCodeAt(at) === BACKSLASH) at--
  return (quote - 1 - at) % 2 === 1
}

export type Words = {
  words: string[]
  /** By word: it stood in quotes. */
  quoted: boolean[]
  /** The last word's quote never closes. */
  cut: boolean
}

/** More words than any format has: what is behind them is left. */
const WORDS_LIMIT = 256

/** For logs that escape nothing: a quote closes where a space or the end follows it. */
export function spacedQuote(text: string, at: number): number {
  const close = text.indexOf('" ', at)
  if (close >= 0) return close
  return text.length > at && text.charCodeAt(text.length - 1) === QUOTE ? text.length - 1 : -1
}

/** Words between spaces; those in quotes whole, and taken out of them. */
export function splitWords(text: string, from: number, closeOf = closingQuote): Words {
  const words: string[] = []
  const quoted: boolean[] = []
  let at = from
  while (at < text.length && words.length < WORDS_LIMIT) {
    let code = text.charCodeAt(at)
    while (code === 32) code = text.charCodeAt(++at)
    if (at >= text.length) break
    const inQuotes = code === QUOTE
    let end: number
    if (inQuotes) {
      end = closeOf(text, at + 1)
      if (end < 0) {
        words.push(text.slice(at + 1))
        quoted.push(true)
        return { words, quoted, cut: true }
      }
      words.push(text.slice(at + 1, end))
      end++
    } else {
      end = text.indexOf(' ', at)
      if (end < 0) end = text.length
      words.push(text.slice(at, end))
    }
    quoted.push(inQuotes)
    at = end
  }
  return { words, quoted, cut: false }
}
