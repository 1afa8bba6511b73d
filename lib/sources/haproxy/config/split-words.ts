/** One line of haproxy.cfg cut into words as HAProxy does: quotes, escapes, comments, variables. */

/** HAProxy's own limits are 2,048 characters and 64 words. */
export const MAX_LINE_LENGTH = 16_384
export const MAX_LINE_WORDS = 512

export type SplitLine = {
  words: string[]
  /** Names of variables that the text keeps as `${NAME}`: their values are the process's. */
  variables: string[]
  problem: 'unclosed-quote' | 'line-too-long' | 'too-many-words' | null
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t' }
const LITERAL = new Set([' ', '#', '\\', '"', "'", '$'])

export function splitWords(line: string): SplitLine {
  const split: SplitLine = { words: [], variables: [], problem: null }
  if (line.length > MAX_LINE_LENGTH) return { ...split, problem: 'line-too-long' }
  let word: string | null = null
  let quote: string | null = null
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!
    if (quote === "'") {
      if (char === "'") quote = null
      else word += char
    } else if (char === '\\') {
      const [text, length] = readEscape(line, at)
      word = (word ?? '') + text
      at += length - 1
    } else if (char === '"' || (char === "'" && quote === null)) {
      quote = quote === null ? char : null
      word ??= ''
    } else if (quote === null && char === '#') {
      break
    } else if (quote === null && /\s/.test(char)) {
      if (word !== null) split.words.push(word)
      word = null
    } else {
      if (quote === '"' && char === '$') note(line, at, split.variables)
      word = (word ?? '') + char
    }
  }
  if (word !== null) split.words.push(word)
  if (quote !== null) split.problem = 'unclosed-quote'
  if (split.words.length > MAX_LINE_WORDS) {
    split.words.length = MAX_LINE_WORDS
    split.problem = 'too-many-words'
  }
  return split
}

/** What a backslash and its followers stand for, and how many characters that took. */
function readEscape(line: string, at: number): [string, number] {
  const next = line[at + 1]
  if (next === undefined) return ['\\', 1]
  if (next in ESCAPES) return [ESCAPES[next]!, 2]
  if (LITERAL.has(next)) return [next, 2]
  const hex = next === 'x' && /^[0-9a-fA-F]{2}/.exec(line.slice(at + 2, at + 4))
  if (hex) return [String.fromCharCode(Number.parseInt(hex[0], 16)), 4]
  return ['\\', 1]
}

function note(line: string, at: number, variables: string[]): void {
  const name = /^\$(?:\{([^}]*)\}|([A-Za-z_]\w*))/.exec(line.slice(at, at + 256))
  if (name) variables.push((name[1] ?? name[2] ?? '').replace(/[-[].*$/, ''))
}
