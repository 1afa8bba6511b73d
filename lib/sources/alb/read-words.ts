/** Words that AWS's load balancers have in common: names out of ARNs, `-`, counts. */

import { readInt } from '../haproxy/log/read-numbers.ts'
import { readRequestLine } from '../haproxy/log/read-request-line.ts'

/** Null for `-`, and for a word that older lines do not have yet. */
export function textOrNull(word: string | undefined): string | null {
  return word === undefined || word === '-' || word === '' ? null : word
}

/** A count or a status: null for `-`, −1 and what is missing; NaN where it is no number. */
export function numberOrNull(word: string | undefined): number | null {
  if (word === undefined || word === '-' || word === '') return null
  const value = readInt(word, 0, word.length)
  return value < 0 ? null : value
}

/** `app/my-lb/50dc6c495c0c9188` and `net/…` to `my-lb`; a classic one has only its name. */
export function loadBalancerName(word: string): string | null {
  const first = word.indexOf('/')
  if (first < 0) return textOrNull(word)
  const second = word.indexOf('/', first + 1)
  return word.slice(first + 1, second < 0 ? word.length : second)
}

/** `arn:…:targetgroup/my-targets/73e2d6bc24d8a067` to `my-targets`. */
export function targetGroupName(arn: string | undefined): string | null {
  if (arn === undefined) return null
  const at = arn.indexOf('targetgroup/')
  if (at < 0) return textOrNull(arn)
  const end = arn.indexOf('/', at + 12)
  return arn.slice(at + 12, end < 0 ? arn.length : end)
}

/** `GET https://host:443/path HTTP/1.1`; a request that could not be read has `-` for what is missing. */
export function readAwsRequest(text: string) {
  const { method, uri, httpVersion } = readRequestLine(text.endsWith(' -') ? text.slice(0, -2) : text)
  return {
    method: method === '-' ? null : method,
    uri: uri === null || uri.startsWith('-') ? null : uri,
    httpVersion,
  }
}

/** Names and words side by side; words without a name are kept under their place in the line. */
export function namedFields(
  names: readonly string[],
  words: readonly string[],
): Record<string, string | null> {
  const fields: Record<string, string | null> = {}
  for (const [at, word] of words.entries()) {
    const name = at < names.length ? names[at]! : `field_${at + 1}`
    if (name !== '') fields[name] = textOrNull(word)
  }
  return fields
}
