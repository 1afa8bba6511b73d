/** Whose logs are read, and in which order their readers are asked; each looks at a few bytes first. */

import { parseAlb } from './alb/parse-alb.ts'
import { parseCaddy } from './caddy/parse-caddy.ts'
import { parseEnvoy } from './envoy/parse-envoy.ts'
import { parseJson } from './haproxy/log/parse-json.ts'
import { parseTrafficMessage } from './haproxy/log/parse-message.ts'
import type { LogAnswer, LogContext } from './log-context.ts'
import { parseNginx } from './nginx/parse-nginx.ts'
import { parseTraefik } from './traefik/parse-traefik.ts'

export const DIALECTS = ['haproxy', 'nginx', 'envoy', 'alb', 'traefik', 'caddy'] as const
export type Dialect = (typeof DIALECTS)[number]

export function isDialect(text: string): text is Dialect {
  return (DIALECTS as readonly string[]).includes(text)
}

type Reader = {
  dialect: Dialect
  /** By the first byte, or a word that must be somewhere: false where it cannot be, without reading the line. */
  couldBe: (first: number, message: string) => boolean
  parse: (message: string, context: LogContext) => LogAnswer
}

const BRACE = 123
const isText = (first: number): boolean => first !== BRACE
const isObject = (first: number): boolean => first === BRACE
const isAny = (): boolean => true
/** Keys of Envoy's JSON, of which one is in each of its lines. */
const ENVOY_KEY =
  /response[_-](?:flags|code)|upstream[_-](?:cluster|host|service|transport|remote)|downstream[_-]/i
const isEnvoys = (first: number, message: string): boolean => isText(first) || ENVOY_KEY.test(message)

/** Strict ones before loose ones. Keys of JSON that only one has come before HAProxy's, whose names are anybody's. */
const READERS: readonly Reader[] = [
  { dialect: 'haproxy', couldBe: isText, parse: parseTrafficMessage },
  { dialect: 'caddy', couldBe: isObject, parse: parseCaddy },
  { dialect: 'alb', couldBe: isText, parse: parseAlb },
  { dialect: 'traefik', couldBe: isAny, parse: parseTraefik },
  { dialect: 'envoy', couldBe: isEnvoys, parse: parseEnvoy },
  { dialect: 'nginx', couldBe: isAny, parse: parseNginx },
  { dialect: 'haproxy', couldBe: isObject, parse: parseJson },
]

/** The first record that a reader gives; else the first reason; null where nobody knows the line. */
export function askReaders(message: string, context: LogContext, only: Dialect | null): LogAnswer {
  const first = message.charCodeAt(0)
  let refusal: LogAnswer = null
  for (const { dialect, couldBe, parse } of READERS) {
    if ((only !== null && only !== dialect) || !couldBe(first, message)) continue
    const answer = parse(message, context)
    if (answer === null) continue
    if (typeof answer !== 'string') return answer
    refusal ??= answer
  }
  return refusal
}

/** Whose a record's `format` is. */
export function dialectOf(format: string): Dialect {
  const word = format.slice(0, Math.max(0, format.indexOf('-')) || format.length)
  if (isDialect(word)) return word
  return word === 'nlb' || word === 'elb' ? 'alb' : 'haproxy'
}

/** As a sentence names it: `NGINX's`. */
export function nameOf(dialect: Dialect): string {
  switch (dialect) {
    case 'haproxy':
      return 'HAProxy'
    case 'nginx':
      return 'NGINX'
    case 'envoy':
      return 'Envoy'
    case 'alb':
      return 'AWS'
    case 'traefik':
      return 'Traefik'
    case 'caddy':
      return 'Caddy'
  }
}
