/** Reads `%CC %CS %tsc %ac/%fc/%bc/%sc/%rc %sq/%bq` of an HTTP line, as far as the line goes. */

import { countSlashes, readSlashed } from './read-numbers.ts'

export type Counts = {
  requestCookie: string | null
  responseCookie: string | null
  termination: string | null
  connections: { process: number; frontend: number; pool: number; server: number } | null
  retries: number | null
  redispatched: boolean
  queue: { server: number; pool: number } | null
  /** Index after it. */
  end: number
}

/** Cookies are any text, so the counters behind the termination state are what is looked for. */
export function findCounts(text: string, from: number): Counts {
  let stateAt = wordEnd(text, wordEnd(text, from) + 1) + 1
  while (stateAt < text.length) {
    const stateEnd = wordEnd(text, stateAt)
    const countsEnd = wordEnd(text, stateEnd + 1)
    const length = stateEnd - stateAt
    if ((length === 4 || length === 2) && countSlashes(text, stateEnd + 1, countsEnd) === 4) {
      const values = readSlashed(text, stateEnd + 1, countsEnd, 5)
      if (values) return withCounts(text, from, stateAt, stateEnd, countsEnd, values)
    }
    stateAt = stateEnd + 1
  }
  return {
    requestCookie: null,
    responseCookie: null,
    termination: null,
    connections: null,
    retries: null,
    redispatched: false,
    queue: null,
    end: text.length,
  }
}

function withCounts(
  text: string,
  from: number,
  stateAt: number,
  stateEnd: number,
  countsEnd: number,
  values: number[],
): Counts {
  const queueEnd = wordEnd(text, countsEnd + 1)
  const queue = readSlashed(text, countsEnd + 1, queueEnd, 2)
  // A cookie with spaces in it: the last word is the response's.
  const cookiesEnd = stateAt - 1
  const split = Math.max(text.lastIndexOf(' ', cookiesEnd - 1), from)
  return {
    requestCookie: readCookie(text.slice(from, split)),
    responseCookie: readCookie(text.slice(split + 1, cookiesEnd)),
    termination: text.slice(stateAt, stateEnd),
    connections: { process: values[0]!, frontend: values[1]!, pool: values[2]!, server: values[3]! },
    retries: values[4]!,
    redispatched: text.charCodeAt(text.lastIndexOf('/', countsEnd - 1) + 1) === 43,
    queue: queue && { server: queue[0]!, pool: queue[1]! },
    end: Math.min(queueEnd + 1, text.length),
  }
}

/** `-` means that none was captured. */
export function readCookie(text: string): string | null {
  return text === '-' || text === '' ? null : text
}

function wordEnd(text: string, from: number): number {
  if (from >= text.length) return text.length
  const end = text.indexOf(' ', from)
  return end < 0 ? text.length : end
}
