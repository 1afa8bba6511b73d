/** Envoy's access logs without being told their format: its default, Istio's of every year, TCP, JSON. */

import { spacedQuote, splitWords } from '../clf/quoted.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { parseIsoDate } from '../syslog/parse-date.ts'
import { parseEnvoyJson } from './parse-envoy-json.ts'
import { recordOfValues } from './record-of-values.ts'

/** Ambassador writes this word in front. */
const PREFIX = 'ACCESS '
/** `%BYTES_RECEIVED% %BYTES_SENT% %DURATION% %RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%`, bare. */
const COUNTS = 4
/** Forwarded for, user agent, request id, authority and upstream host, all in quotes. */
const QUOTED = 5
/** Behind the request, the code, the flags and the counts. */
const FIRST_QUOTED = 3 + COUNTS
/** Cluster, its own address to the server, the listener's address, the client's. */
const ISTIO_TAIL = 4

/** Never throws; null where it is no line of Envoy's. */
export function parseEnvoy(message: string, context: LogContext): LogAnswer {
  const first = message.charCodeAt(0)
  if (first === 123) return parseEnvoyJson(message, context)
  const open = first === 91 ? 0 : message.startsWith(PREFIX) ? PREFIX.length : -1
  if (open < 0 || message.charCodeAt(open) !== 91) return null
  const date = parseIsoDate(message, open + 1, { offsetMinutes: context.zoneMinutes })
  if (!date || !message.startsWith('] "', date.end)) return null
  const { words, quoted, cut } = splitWords(message, date.end + 2, spacedQuote)
  const at = findQuoted(quoted)
  if (at < 0) return cut || words.length <= FIRST_QUOTED ? 'line-cut' : 'unknown-format'
  return parseWords(words, quoted, at, date.atMs, cut || words.length < at + QUOTED)
}

/** Where the counts end and the quoted words begin; what older Istios and cut lines lack may be missing behind. */
function findQuoted(quoted: readonly boolean[]): number {
  for (let at = FIRST_QUOTED; at < quoted.length; at++) {
    if (!quoted[at] || quoted[at - 1] || quoted[at - 2] || quoted[at - 3] || quoted[at - 4]) continue
    let end = at
    while (quoted[end] && end < at + QUOTED) end++
    if (end === at + QUOTED || end === quoted.length) return at
  }
  return -1
}

function parseWords(
  words: readonly string[],
  quoted: readonly boolean[],
  at: number,
  atMs: number,
  cut: boolean,
): LogAnswer {
  const request = words[0]!
  const methodEnd = request.indexOf(' ')
  const pathEnd = request.lastIndexOf(' ')
  const values: Parameters<typeof recordOfValues>[0] = {
    method: methodEnd < 0 ? request : request.slice(0, methodEnd),
    path: pathEnd > methodEnd ? request.slice(methodEnd + 1, pathEnd) : null,
    protocol: pathEnd > methodEnd ? request.slice(pathEnd + 1) : null,
    response_code: words[1]!,
    response_flags: words[2]!,
    bytes_sent: words[at - 3]!,
    duration: words[at - 2]!,
    upstream_service_time: words[at - 1]!,
    x_forwarded_for: words[at] ?? null,
    authority: words[at + 3] ?? null,
    upstream_host: words[at + 4] ?? null,
  }
  const fields: Record<string, string | null> = {
    response_flags: told(words[2]),
    bytes_received: told(words[at - 4]),
    x_forwarded_for: told(words[at]),
    user_agent: told(words[at + 1]),
    request_id: told(words[at + 2]),
    authority: told(words[at + 3]),
  }
  const tail = at + QUOTED
  const between = at - COUNTS - 3
  if (between === 0 && words.length === tail) {
    return recordOfValues(values, fields, 'envoy-default', atMs, cut)
  }
  if (between > 0) readDetails(words, quoted, 3, at - COUNTS, fields)
  values.response_code_details = fields.response_code_details ?? null
  values.upstream_transport_failure_reason = fields.upstream_transport_failure_reason ?? null
  const istio = words.length >= tail + ISTIO_TAIL && !quoted[tail]
  if (istio) {
    values.upstream_cluster = words[tail]!
    values.downstream_local_address = words[tail + 2]!
    values.downstream_remote_address = words[tail + 3]!
    values.requested_server_name = words[tail + 4] ?? null
    fields.upstream_local_address = told(words[tail + 1])
    fields.requested_server_name = told(words[tail + 4])
    fields.route_name = told(words[tail + 5])
  }
  for (let more = istio ? tail + 6 : tail; more < words.length; more++) {
    fields[`field_${more + 2}`] = told(words[more])
  }
  return recordOfValues(values, fields, istio || between > 0 ? 'envoy-istio' : 'envoy-default', atMs, cut)
}

/** Between flags and counts: details, how the connection ended and `"why"`; before 1.9 `"policy" "why"`. */
function readDetails(
  words: readonly string[],
  quoted: readonly boolean[],
  from: number,
  to: number,
  fields: Record<string, string | null>,
): void {
  let bare = from
  while (bare < to && !quoted[bare]) bare++
  if (bare > from) {
    // Older Envoys write details with spaces in them; how the connection ended is then the last word.
    const last = bare - from > 1 ? bare - 1 : bare
    fields.response_code_details = told(words.slice(from, last).join(' '))
    if (last < bare) fields.connection_termination_details = told(words[last])
  } else fields.istio_policy_status = told(words[bare++])
  if (bare < to) fields.upstream_transport_failure_reason = told(words[to - 1])
}

function told(word: string | undefined): string | null {
  return word === undefined || word === '-' || word === '' ? null : word
}
