/** Builds a request or session out of variables' texts: for users' own formats and for JSON. */

import type { Exchange, ParsedLine, RequestRecord } from '../../../model/log-record.ts'
import type { LogContext } from '../../log-context.ts'
import { hasPlace, isHttpName } from './log-variables.ts'
import { splitCaptures } from './read-captures.ts'
import { readCookie } from './read-counts.ts'
import { readAnyDate } from './read-log-date.ts'
import { readFrontend, readServer } from './read-names.ts'
import { readIntOrNull } from './read-numbers.ts'
import { readRequestLine } from './read-request-line.ts'
import { splitQuoted } from './split-quoted.ts'
import { unescapeField } from './unescape.ts'

/** Variables' texts by HAProxy's name, and everything else by the name the format gives it. */
export type Values = { variables: Record<string, string>; fields: Record<string, string | null> }

/** Always a record: what the line does not carry is null. */
export function recordOfValues(
  { variables, fields }: Values,
  context: LogContext,
  format: string,
  truncated: boolean,
): Extract<ParsedLine, { ok: true }> {
  const frontendText = variables.ft ?? variables.f
  const name = frontendText === undefined ? null : readFrontend(frontendText)
  const ip = variables.ci ?? variables.Ci
  const total = variables.Ta ?? variables.Tt
  const { ac, fc, bc, sc, sq, bq } = variables
  const exchange: Omit<Exchange, 'format'> = {
    atMs: ownDate(variables, context) ?? context.frameAtMs,
    client: { ip: ip === undefined || ip === '-' ? null : ip, port: number(variables.cp ?? variables.Cp) },
    frontend: name?.frontend ?? null,
    tls: (name?.tls ?? false) || isSet(variables.sslv),
    pool: variables.b ?? null,
    server: readServer(variables.s ?? ''),
    timers: {
      requestMs: number(variables.TR ?? variables.Tq),
      queueMs: number(variables.Tw),
      connectMs: number(variables.Tc),
      responseMs: number(variables.Tr),
      totalMs: number(total),
    },
    bytes: number(variables.B),
    termination: variables.tsc ?? variables.ts ?? null,
    connections:
      (ac ?? fc ?? bc ?? sc) === undefined
        ? null
        : { process: number(ac), frontend: number(fc), pool: number(bc), server: number(sc) },
    retries: number(variables.rc),
    redispatched: variables.rc?.startsWith('+') ?? false,
    queue: (sq ?? bq) === undefined ? null : { server: number(sq), pool: number(bq) },
    loggedEarly: (variables.B?.startsWith('+') ?? false) || (total?.startsWith('+') ?? false),
    truncated,
  }
  let extra = fields
  let http = false
  for (const each in variables) {
    http ||= isHttpName(each)
    if (isMapped(each, variables)) continue
    if (extra === fields) extra = { ...fields }
    extra[each] = variables[each]!
  }
  let hasFields = false
  for (const _ in extra) {
    hasFields = true
    break
  }
  if (!http)
    return { ok: true, kind: 'session', ...exchange, ...(hasFields ? { fields: extra } : {}), format }
  const record: { ok: true } & RequestRecord = {
    ok: true,
    kind: 'request',
    ...exchange,
    status: number(variables.ST),
    requestCookie: readCookie(variables.CC ?? ''),
    responseCookie: readCookie(variables.CS ?? ''),
    requestHeaders: capturesOf(variables.hr, variables.hrl),
    responseHeaders: capturesOf(variables.hs, variables.hsl),
    ...requestOf(variables),
    format,
  }
  if (hasFields) record.fields = extra
  return record
}

function number(text: string | undefined): number | null {
  return text === undefined ? null : readIntOrNull(text)
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== '' && text !== '-'
}

function ownDate(variables: Record<string, string>, context: LogContext): number | null {
  for (const name of ['tr', 't', 'trg', 'trl', 'T', 'Tl']) {
    const text = variables[name]
    const atMs = text === undefined ? null : readAnyDate(text, context.zoneMinutes)
    if (atMs === null) continue
    const ms = variables.ms
    return atMs % 1000 === 0 && ms !== undefined ? atMs + (readIntOrNull(ms) ?? 0) : atMs
  }
  const seconds = readIntOrNull(variables.Ts ?? '')
  return seconds === null ? null : seconds * 1000 + (readIntOrNull(variables.ms ?? '') ?? 0)
}

function requestOf(variables: Record<string, string>) {
  const line = readRequestLine(variables.r ?? '')
  const path = variables.HU ?? variables.HP ?? variables.HPO
  const query = variables.HU === undefined ? (variables.HQ ?? '') : ''
  const target = word(path)
  return {
    method: line.method ?? word(variables.HM),
    uri: line.uri ?? (target === null ? null : unescapeField(target + (query === '-' ? '' : query))),
    httpVersion: line.httpVersion ?? word(variables.HV),
  }
}

function word(text: string | undefined): string | null {
  return isSet(text) && text![0] !== '<' ? text! : null
}

function capturesOf(block: string | undefined, list: string | undefined): string[] | null {
  if (block !== undefined && block !== '') return splitCaptures(block.replace(/^\{|\}$/g, ''))
  return list === undefined || list === '' ? null : splitQuoted(list, 0).words.map(unescapeField)
}

/** True for the variables that have their own place in the record. */
function isMapped(name: string, variables: Record<string, string>): boolean {
  switch (name) {
    case 'Tt':
      return variables.Ta === undefined
    case 'Tq':
      return variables.TR === undefined
    case 'HP':
    case 'HPO':
    case 'HQ':
      return variables.HU === undefined
    default:
      return hasPlace(name)
  }
}
