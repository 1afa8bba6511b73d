/** Builds a request or session out of variables' texts: for users' own formats and for JSON. */

import type { Exchange, ParsedLine } from '../../../model/log-record.ts'
import type { LogContext } from './log-context.ts'
import { isHttpName } from './log-variables.ts'
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
  const text = (...names: string[]): string | undefined => {
    for (const name of names) if (variables[name] !== undefined) return variables[name]
    return undefined
  }
  const number = (...names: string[]): number | null => readIntOrNull(text(...names) ?? '')
  const frontendText = text('ft', 'f')
  const name = frontendText === undefined ? null : readFrontend(frontendText)
  const clientIp = text('ci', 'Ci')
  const retries = text('rc')
  const connections = ['ac', 'fc', 'bc', 'sc'].some((each) => variables[each] !== undefined)
  const atMs = ownDate(variables, context) ?? context.frameAtMs
  const exchange: Omit<Exchange, 'atMs' | 'format'> = {
    client: { ip: clientIp === undefined || clientIp === '-' ? null : clientIp, port: number('cp', 'Cp') },
    frontend: name?.frontend ?? null,
    tls: (name?.tls ?? false) || isSet(text('sslv')),
    pool: text('b') ?? null,
    server: readServer(text('s') ?? ''),
    timers: {
      requestMs: number('TR', 'Tq'),
      queueMs: number('Tw'),
      connectMs: number('Tc'),
      responseMs: number('Tr'),
      totalMs: number('Ta', 'Tt'),
    },
    bytes: number('B'),
    termination: text('tsc', 'ts') ?? null,
    connections: connections
      ? { process: number('ac'), frontend: number('fc'), pool: number('bc'), server: number('sc') }
      : null,
    retries: number('rc'),
    redispatched: retries?.startsWith('+') ?? false,
    queue:
      text('sq') === undefined && text('bq') === undefined
        ? null
        : { server: number('sq'), pool: number('bq') },
    loggedEarly: ['B', 'Ta', 'Tt'].some((each) => variables[each]?.startsWith('+')),
    truncated,
  }
  const extra = { ...fields }
  for (const each of Object.keys(variables)) if (!isMapped(each, variables)) extra[each] = variables[each]!
  const rest = Object.keys(extra).length > 0 ? { fields: extra } : {}
  if (!Object.keys(variables).some(isHttpName)) {
    return { ok: true, kind: 'session', atMs, ...exchange, ...rest, format }
  }
  const request = requestOf(variables)
  const status = number('ST')
  return {
    ok: true,
    kind: 'request',
    atMs,
    ...exchange,
    status,
    requestCookie: readCookie(text('CC') ?? ''),
    responseCookie: readCookie(text('CS') ?? ''),
    requestHeaders: capturesOf(text('hr'), text('hrl')),
    responseHeaders: capturesOf(text('hs'), text('hsl')),
    ...request,
    ...rest,
    format,
  }
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
  const word = (text: string | undefined): string | null => (isSet(text) && text![0] !== '<' ? text! : null)
  const target = word(path)
  return {
    method: line.method ?? word(variables.HM),
    uri: line.uri ?? (target === null ? null : unescapeField(target + (query === '-' ? '' : query))),
    httpVersion: line.httpVersion ?? word(variables.HV),
  }
}

function capturesOf(block: string | undefined, list: string | undefined): string[] | null {
  if (block !== undefined && block !== '') return splitCaptures(block.replace(/^\{|\}$/g, ''))
  return list === undefined || list === '' ? null : splitQuoted(list, 0).words.map(unescapeField)
}

/** True for the variables that have their own place in the record. */
function isMapped(name: string, variables: Record<string, string>): boolean {
  if (name === 'Tt') return variables.Ta === undefined
  if (name === 'Tq') return variables.TR === undefined
  if (name === 'HP' || name === 'HPO' || name === 'HQ') return variables.HU === undefined
  return MAPPED.includes(name)
}

const MAPPED: readonly string[] =
  'ci cp Ci Cp ft f b s TR Tw Tc Tr Ta B tsc ts ac fc bc sc rc sq bq ST CC CS hr hs hrl hsl r HM HU HV tr t trg trl T Tl Ts ms'.split(
    ' ',
  )
