/** Access logs of AWS load balancers: asks ALB, NLB and classic ELB in turn; reads the first itself. */

import type { Attempt } from '../../model/log-record.ts'
import { blankRequest } from '../blank-record.ts'
import { splitWords } from '../clf/quoted.ts'
import { readClient } from '../haproxy/log/read-client.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { secondsToMs } from '../read-duration.ts'
import { parseIsoDate } from '../syslog/parse-date.ts'
import { parseConnection } from './parse-connection.ts'
import { parseElb } from './parse-elb.ts'
import { parseNlb } from './parse-nlb.ts'
import { loadBalancerName, numberOrNull, readAwsRequest, targetGroupName, textOrNull } from './read-words.ts'
import { terminationOf } from './termination.ts'

/** Up to the bytes sent and the request: what every line of every year has. */
const ESSENTIAL_WORDS = 13
/** Up to the trace's id, which the first lines of 2016 already had. */
const OLDEST_WORDS = 18
/** The last word that has a name; what AWS adds after it is kept by its place. */
const NAMED_WORDS = 34
/** AWS writes its dates in UTC, with or without a Z. */
const UTC = { offsetMinutes: 0 }

/** Never throws; null where it is no AWS line. */
export function parseAlb(message: string, context: LogContext): LogAnswer {
  const typeEnd = message.indexOf(' ')
  if (typeEnd < 2 || typeEnd > 255) return null
  const first = message.charCodeAt(0)
  // A classic line starts with its date, or with the load balancer's name where that was taken for a framing's.
  if (first >= 48 && first <= 57 && message.charCodeAt(4) === 45) {
    return parseConnection(message, context) ?? parseElb(message, context)
  }
  if (message.startsWith('tls ')) return parseNlb(message)
  const date = parseIsoDate(message, typeEnd + 1, UTC)
  if (date === null) return context.frameAtMs === null ? null : parseUndated(message, context)
  if (!message.startsWith(' app/', date.end)) return null
  return parseRequest(message, date.atMs)
}

function parseUndated(message: string, context: LogContext): LogAnswer {
  return parseConnection(message, context) ?? parseElb(message, context)
}

function parseRequest(message: string, atMs: number): LogAnswer {
  const { words, cut } = splitWords(message, 0)
  if (words.length < ESSENTIAL_WORDS) return 'line-cut'
  const client = readClient(words[3]!)
  if (!client) return 'bad-client'
  const status = numberOrNull(words[8])
  if (Number.isNaN(status)) return 'bad-status'
  const requestMs = secondsToMs(words[5]!)
  const responseMs = secondsToMs(words[6]!)
  const answerMs = secondsToMs(words[7]!)
  if (requestMs === null && words[5] !== '-1') return 'bad-timers'
  const server = textOrNull(words[4])
  const record = blankRequest('alb', atMs)
  record.datedAtEnd = true
  record.client = client
  record.frontend = loadBalancerName(words[2]!)
  record.tls = (words[14] ?? '-') !== '-'
  record.pool = targetGroupName(words[16])
  record.server = server
  record.timers.requestMs = requestMs
  record.timers.responseMs = responseMs
  record.timers.totalMs =
    requestMs !== null && responseMs !== null && answerMs !== null
      ? requestMs + responseMs + answerMs
      : sinceCreation(words[21], atMs)
  record.status = status
  record.bytes = numberOrNull(words[11])
  const request = readAwsRequest(words[12]!)
  record.method = request.method
  record.uri = request.uri
  record.httpVersion = request.httpVersion
  record.truncated = cut || words.length < OLDEST_WORDS
  record.termination = terminationOf({
    status,
    targetStatus: numberOrNull(words[9]),
    hasTarget: server !== null,
    requestMs,
    targetMs: responseMs,
    errorReason: textOrNull(words[24]),
    action: lastOf(words[22]),
  })
  const attempts = attemptsOf(words[25], words[26], responseMs)
  if (attempts) {
    record.attempts = attempts
    record.retries = attempts.length - 1
    record.redispatched = attempts.length > 1 && attempts.some((each) => each.server !== attempts[0]!.server)
  }
  record.fields = fieldsOf(words)
  return record
}

/** All that passed where the parts of it are not told. */
function sinceCreation(created: string | undefined, atMs: number): number | null {
  const date = created === undefined ? null : parseIsoDate(created, 0, UTC)
  return date && date.atMs <= atMs ? atMs - date.atMs : null
}

function lastOf(actions: string | undefined): string | null {
  return actions === undefined ? null : textOrNull(actions.slice(actions.lastIndexOf(',') + 1))
}

/** The targets that took the request and what they said, in their order; today there is one at most. */
function attemptsOf(
  servers: string | undefined,
  statuses: string | undefined,
  responseMs: number | null,
): Attempt[] | null {
  if (servers === undefined || servers === '-' || servers === '') return null
  if (servers.indexOf(' ') < 0) return [attemptOf(servers, statuses, responseMs)]
  const said = statuses === undefined ? [] : statuses.split(' ')
  const names = servers.split(' ')
  return names.map((server, at) => attemptOf(server, said[at], at === names.length - 1 ? responseMs : null))
}

function attemptOf(server: string, status: string | undefined, responseMs: number | null): Attempt {
  return { server, status: numberOrNull(status) || null, connectMs: null, responseMs }
}

/** Under AWS's own names; those that older lines lack are null. */
function fieldsOf(words: readonly string[]): Record<string, string | null> {
  const fields: Record<string, string | null> = {
    type: words[0]!,
    elb: words[2]!,
    response_processing_time: textOrNull(words[7]),
    target_status_code: textOrNull(words[9]),
    received_bytes: textOrNull(words[10]),
    user_agent: textOrNull(words[13]),
    ssl_cipher: textOrNull(words[14]),
    ssl_protocol: textOrNull(words[15]),
    target_group_arn: textOrNull(words[16]),
    trace_id: textOrNull(words[17]),
    domain_name: textOrNull(words[18]),
    chosen_cert_arn: textOrNull(words[19]),
    matched_rule_priority: textOrNull(words[20]),
    request_creation_time: textOrNull(words[21]),
    actions_executed: textOrNull(words[22]),
    redirect_url: textOrNull(words[23]),
    error_reason: textOrNull(words[24]),
    classification: textOrNull(words[27]),
    classification_reason: textOrNull(words[28]),
    conn_trace_id: textOrNull(words[29]),
    transformed_host: textOrNull(words[30]),
    transformed_uri: textOrNull(words[31]),
    request_transform_status: textOrNull(words[32]),
    ip_address: textOrNull(words[33]),
  }
  for (let at = NAMED_WORDS; at < words.length; at++) fields[`field_${at + 1}`] = textOrNull(words[at])
  return fields
}
