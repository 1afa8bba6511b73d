/** Reads the captured headers `{a|b} {c}` that may stand before the request. */

import { unescapeField } from './unescape.ts'

/** More captures a side than any configuration has. */
export const CAPTURES_LIMIT = 256

export type Captures = {
  requestHeaders: string[] | null
  responseHeaders: string[] | null
  /** The only block, which could be either side's. */
  headers: string[] | null
  /** Index after the blocks. */
  end: number
  /** The line ends inside a block. */
  cut: boolean
}

/** Splits before it decodes: a `|` of the value itself is written `#7C`. Empty captures stay as `""`. */
export function readCaptures(text: string, from: number): Captures {
  const blocks: string[][] = []
  let at = from
  let cut = false
  while (blocks.length < 2 && text.charCodeAt(at) === 123) {
    const close = text.indexOf('}', at + 1)
    const end = close < 0 ? text.length : close
    blocks.push(splitCaptures(text.slice(at + 1, end)))
    cut = close < 0
    at = cut ? end : end + 1
    if (text.charCodeAt(at) === 32) at++
  }
  const two = blocks.length === 2
  return {
    requestHeaders: two ? blocks[0]! : null,
    responseHeaders: two ? blocks[1]! : null,
    headers: blocks.length === 1 ? blocks[0]! : null,
    end: at,
    cut,
  }
}

/** The inside of one block; past the limit the rest is one last capture, as written. */
export function splitCaptures(inside: string): string[] {
  const escaped = inside.indexOf('#') >= 0
  const captures: string[] = []
  let from = 0
  for (;;) {
    const bar = inside.indexOf('|', from)
    const capture = inside.slice(from, bar < 0 ? inside.length : bar)
    captures.push(escaped ? unescapeField(capture) : capture)
    if (bar < 0) return captures
    if (captures.length === CAPTURES_LIMIT) {
      captures.push(inside.slice(bar + 1))
      return captures
    }
    from = bar + 1
  }
}
