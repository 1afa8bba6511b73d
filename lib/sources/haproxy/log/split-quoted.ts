/** Splits a line at spaces, words in double quotes kept whole and taken out of their quotes. */

/** More words than any format has: what is behind them is left. */
const WORDS_LIMIT = 256

/** `cut` says that the last word's quote never closes. */
export function splitQuoted(text: string, from: number): { words: string[]; cut: boolean } {
  const words: string[] = []
  let at = from
  while (at < text.length && words.length < WORDS_LIMIT) {
    if (text.charCodeAt(at) === 32) {
      at++
      continue
    }
    if (text.charCodeAt(at) === 34) {
      const close = text.indexOf('"', at + 1)
      if (close < 0) {
        words.push(text.slice(at + 1))
        return { words, cut: true }
      }
      words.push(text.slice(at + 1, close))
      at = close + 1
      continue
    }
    const found = text.indexOf(' ', at)
    const end = found < 0 ? text.length : found
    words.push(text.slice(at, end))
    at = end
  }
  return { words, cut: false }
}
