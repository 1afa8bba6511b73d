/** What a user's format appends to the combined one: ingress-nginx's upstreams, `rt=0.003`, or bare values. */

import { compileNginxFormat, type NginxFormat } from './compile-log-format.ts'
import { readPairs } from './read-pairs.ts'
import type { Read } from './record-of-values.ts'
import type { Scanned } from './scan-tokens.ts'
import { variableOfKey } from './variable-of-key.ts'
import { isPlaced, said } from './variables.ts'

/** ingress-nginx's log-format-upstream behind the user agent; then as it was before 0.25 and before 0.19. */
const INGRESS_TAILS: readonly NginxFormat[] = [
  '[$proxy_upstream_name] [$proxy_alternative_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id',
  '[$proxy_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status $req_id',
  '[$proxy_upstream_name] $upstream_addr $upstream_response_length $upstream_response_time $upstream_status',
].flatMap((upstreams) => {
  const compiled = compileNginxFormat(`' $request_length $request_time ${upstreams}'`)
  return compiled.ok ? [compiled] : []
})

/** A length, a time and an open bracket. */
const INGRESS_START = /^ \d{1,15} \d{1,9}\.\d{3} \[/
const SECONDS = /^\d{1,9}\.\d{3}(?:(?:, | : )(?:\d{1,9}\.\d{3}|-)){0,64}$/
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-fA-F:]{2,45}\]):\d{1,5}$/

/** Reads on from `from`, and says which format the whole line then has. */
export function readTail(read: Read, line: string, from: number): string {
  if (isDigit(line.charCodeAt(from + 1)) && readIngress(read, line, from)) return 'nginx-ingress'
  const { pairs, cut } = readPairs(line, from)
  read.truncated ||= cut
  let quotedCount = 0
  let known = pairs.length > 0
  for (const { key, value, quoted } of pairs) {
    const name = key === null ? nameByPlace(value, quoted, read, quoted ? quotedCount++ : 0) : nameOfKey(key)
    if (name === null) known = false
    else if (!isPlaced(name)) read.fields[name] = said(value)
    else if (read.values[name] === undefined) read.values[name] = value
    else read.fields[key ?? name] = said(value)
  }
  if (!known) read.fields.rest = line.slice(from).trim()
  return 'nginx-combined'
}

/** The one that fits whole; where none does, the one that the line was cut in. */
function readIngress(read: Read, line: string, from: number): boolean {
  if (!INGRESS_START.test(line.slice(from, from + 40))) return false
  let cut: { tail: NginxFormat; scanned: Scanned } | null = null
  for (const tail of INGRESS_TAILS) {
    const scanned = tail.match(line, from)
    if (scanned === null) continue
    if (!scanned.cut) {
      tail.fill(read, scanned)
      return true
    }
    cut ??= { tail, scanned }
  }
  if (cut === null) return false
  cut.tail.fill(read, cut.scanned)
  read.truncated = true
  return true
}

/** Here `ua` is no user agent: that one stands before. */
function nameOfKey(key: string): string {
  return key === 'ua' ? 'upstream_addr' : (variableOfKey(key) ?? key)
}

/** As nginx.conf comes and as most add to it: who it was forwarded for, the request's time, the upstream's. */
function nameByPlace(value: string, quoted: boolean, read: Read, quotedBefore: number): string | null {
  if (SECONDS.test(value)) {
    if (read.values.request_time === undefined) return 'request_time'
    return read.values.upstream_response_time === undefined ? 'upstream_response_time' : null
  }
  if (ADDRESS.test(value)) return read.values.upstream_addr === undefined ? 'upstream_addr' : null
  if (!quoted) return null
  if (/^\d+\.\d\d$/.test(value)) return 'gzip_ratio'
  if (quotedBefore === 0) return isForwarded(value) ? 'http_x_forwarded_for' : null
  return quotedBefore === 1 ? 'host' : null
}

/** `-`, or addresses with commas between. */
function isForwarded(value: string): boolean {
  return value === '-' || value === '' || /^(?:[\da-fA-F.:]{2,45}|unknown)(?:,|$)/.test(value)
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}
