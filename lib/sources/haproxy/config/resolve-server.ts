/** One server of a pool with every setting resolved: its own line, `default-server`, HAProxy's default. */

import type { ServerSettings } from '../../../model/check-settings.ts'
import type { Directive } from './read-sections.ts'
import { readCount } from './read-units.ts'
import type { PoolCheck } from './resolve-check.ts'
import { place, serverCount, serverFlag, serverText, serverTime } from './said.ts'
import { readServerOptions, type ServerOptions } from './server-options.ts'

/** HAProxy's defaults, the same in every version since 1.4. */
export const DEFAULT_INTER_MS = 2_000
export const DEFAULT_FALL = 3
export const DEFAULT_RISE = 2
export const DEFAULT_ERROR_LIMIT = 10
const DEFAULT_WEIGHT = 1
/** Servers that one template may stand for. */
export const MAX_TEMPLATE_SERVERS = 100_000

/** Null where the line names no server or no address. */
export function resolveServer(
  at: Directive,
  inherited: ServerOptions,
  pool: string,
  check: PoolCheck,
  unknown: (word: string) => void,
): ServerSettings | null {
  const template = at.words[0] === 'server-template'
  const [name, address] = template ? [at.words[1], at.words[3]] : at.words.slice(1)
  if (name === undefined || address === undefined) return null
  const numbers = template ? templateNumbers(at.words[2]) : { first: 0, count: 1 }
  if (!numbers) return null
  const options: ServerOptions = new Map(inherited)
  readServerOptions(at, template ? 4 : 3, options, unknown)
  const track = serverText(options, 'track')
  if (track.value !== null && !track.value.includes('/')) track.value = `${pool}/${track.value}`
  const checked = serverFlag(options, 'check')
  const agent = serverFlag(options, 'agent-check')
  return {
    server: template ? `${name}${numbers.first}` : name,
    count: numbers.count,
    ...readAddress(address),
    at: place(at),
    ...level(options, check, checked.value, agent.value, track.value),
    check: checked,
    interMs: serverTime(options, 'inter', DEFAULT_INTER_MS),
    fastInterMs: serverTime(options, 'fastinter', null),
    downInterMs: serverTime(options, 'downinter', null),
    fall: serverCount(options, 'fall', DEFAULT_FALL),
    rise: serverCount(options, 'rise', DEFAULT_RISE),
    checkPort: serverCount(options, 'port', null),
    checkAddress: serverText(options, 'addr'),
    track,
    agentCheck: agent,
    agentInterMs: serverTime(options, 'agent-inter', agent.value ? DEFAULT_INTER_MS : null),
    agentPort: serverCount(options, 'agent-port', null),
    slowStartMs: serverTime(options, 'slowstart', null),
    onMarkedDown: serverText(options, 'on-marked-down'),
    onMarkedUp: serverText(options, 'on-marked-up'),
    observe: serverText(options, 'observe'),
    onError: serverText(options, 'on-error'),
    errorLimit: serverCount(options, 'error-limit', DEFAULT_ERROR_LIMIT),
    weight: serverCount(options, 'weight', DEFAULT_WEIGHT),
    maxConnections: serverCount(options, 'maxconn', null),
    maxQueue: serverCount(options, 'maxqueue', null),
    backup: serverFlag(options, 'backup'),
    disabled: serverFlag(options, 'disabled'),
    cookie: serverText(options, 'cookie'),
    tcpUserTimeoutMs: serverTime(options, 'tcp-ut', null),
    tls: serverFlag(options, 'ssl'),
    resolvers: serverText(options, 'resolvers'),
    initAddress: serverText(options, 'init-addr'),
  }
}

/** The pool's check on this server: TLS to the server lifts a bare connect to a handshake. */
function level(
  options: ServerOptions,
  check: PoolCheck,
  checked: boolean,
  agent: boolean,
  track: string | null,
): Pick<ServerSettings, 'kind' | 'proves' | 'waitsForAnswer' | 'checkTls'> {
  const plain = { waitsForAnswer: true, checkTls: false }
  if (track !== null) return { ...plain, kind: 'tracked', proves: `what ${track} proves` }
  if (!checked && agent) return { ...plain, kind: 'agent', proves: 'the agent says so' }
  if (!checked) return { ...plain, kind: 'none', proves: 'nothing: no check', waitsForAnswer: false }
  const elsewhere = options.has('port') || options.has('addr')
  const flag = (name: string): boolean => {
    const option = options.get(name)
    return option !== undefined && !option.off
  }
  const tls = check.tls || flag('check-ssl') || (flag('ssl') && !elsewhere && !options.get('check-ssl')?.off)
  const also = agent ? '; the agent says so' : ''
  if (check.kind === 'l4' && tls)
    return { kind: 'l6', proves: `TLS handshake${also}`, waitsForAnswer: true, checkTls: true }
  const { kind, waitsForAnswer } = check
  return { kind, proves: check.proves + also, waitsForAnswer, checkTls: tls }
}

/** `3` is servers 1 to 3; `5-7` is 5 to 7. */
function templateNumbers(text: string | undefined): { first: number; count: number } | null {
  const [from, to] = (text ?? '').split('-').map(readCount)
  if (from === null || from === undefined || to === null) return null
  const numbers = to === undefined ? { first: 1, count: from } : { first: from, count: to - from + 1 }
  return numbers.count > 0 && numbers.count <= MAX_TEMPLATE_SERVERS ? numbers : null
}

/** `10.0.0.1:80`, `[fd00::1]:80`, `name`, `unix@/run/app.sock`; a port may be relative (`:+1000`). */
function readAddress(text: string): { address: string; port: number | null } {
  const found = /^(?:ipv[46]@|tcp[46]?@)?(\[[^\]]*\]|.*?)(?::(\d{1,5}))?$/.exec(text)
  if (!found || text.startsWith('/') || /^(unix|abns|fd|sockpair|quic[46])@/.test(text))
    return { address: text, port: null }
  return { address: found[1]!, port: found[2] === undefined ? null : Number(found[2]) }
}
