/** One pool, a `backend` or a `listen` with servers, with every setting resolved. */

import type { PoolSettings, PoolTimeouts, ServerSettings } from '../../../model/check-settings.ts'
import type { Inherited } from './inherit.ts'
import type { ConfigProblem, Directive } from './read-sections.ts'
import { resolveCheck } from './resolve-check.ts'
import { resolvePersistence } from './resolve-persistence.ts'
import { resolveServer } from './resolve-server.ts'
import { byDefault, countSaid, lastOf, optionSaid, saidAt, timeSaid } from './said.ts'
import { readServerOptions, type ServerOptions } from './server-options.ts'

const DEFAULT_RETRIES = 3

export type PoolContext = {
  /** The frontends whose clients may come to this pool, with what they inherit. */
  frontends: readonly Inherited[]
  tables: ReadonlyMap<string, Directive>
  unknown: (word: string) => void
  problem: (problem: ConfigProblem) => void
}

/** Null where a `listen` has no servers: it is a frontend only. */
export function resolvePool(proxy: Inherited, context: PoolContext): PoolSettings | null {
  const { section, all } = proxy
  const check = resolveCheck(proxy)
  const servers = resolveServers(proxy, check, context)
  if (servers.length === 0 && section.kind === 'listen') return null
  const retries = countSaid(all, ['retries'])
  const clients = section.kind === 'listen' ? [proxy] : context.frontends
  const tcpka = optionSaid(all, 'tcpka')
  return {
    pool: section.name,
    section: section.kind === 'listen' ? 'listen' : 'backend',
    at: { file: section.file, line: section.line, section: `${section.keyword} ${section.name}` },
    mode: word(all, 'mode', 'tcp'),
    // Versions from 3.3 on take random where nothing is said.
    balance: word(all, 'balance', 'roundrobin'),
    checkOption: check.option,
    checkRequest: check.request,
    timeouts: timeouts(all, clients),
    persistence: resolvePersistence(
      proxy,
      servers.some((one) => one.cookie.value !== null),
      context.tables,
    ),
    retries: { value: retries.value ?? DEFAULT_RETRIES, origin: retries.origin },
    redispatch: optionSaid(all, 'redispatch'),
    retryOn: rest(all, 'retry-on'),
    optionPersist: optionSaid(all, 'persist'),
    allBackups: optionSaid(all, 'allbackups'),
    logHealthChecks: optionSaid(all, 'log-health-checks'),
    keepaliveToServers: tcpka.value ? tcpka : optionSaid(all, 'srvtcpka'),
    keepaliveToClients: ofClients(clients),
    fullConnections: countSaid(all, ['fullconn']),
    loadsServerState: stateFile(all),
    emailAlert: lastOf(all, 'email-alert', 'mailers')
      ? saidAt(lastOf(all, 'email-alert')!, true)
      : byDefault(false),
    servers,
  }
}

/** `default-server` holds for the lines after it, so lines are taken in order. */
function resolveServers(
  { all, section }: Inherited,
  check: ReturnType<typeof resolveCheck>,
  { unknown, problem }: PoolContext,
): ServerSettings[] {
  const inherited: ServerOptions = new Map()
  const servers: ServerSettings[] = []
  for (const at of all) {
    if (at.words[0] === 'default-server') readServerOptions(at, 1, inherited, unknown)
    if (at.words[0] !== 'server' && at.words[0] !== 'server-template') continue
    const server = resolveServer(at, inherited, section.name, check, unknown)
    if (server) servers.push(server)
    else problem({ file: at.file, line: at.line, reason: 'server-incomplete', text: at.words.join(' ') })
  }
  return servers
}

function timeouts(all: readonly Directive[], clients: readonly Inherited[]): PoolTimeouts {
  const time = (name: string) => timeSaid(all, ['timeout', name])
  return {
    checkMs: time('check'),
    connectMs: time('connect'),
    serverMs: time('server'),
    clientMs: longest(clients, all, 'client'),
    queueMs: time('queue'),
    tunnelMs: time('tunnel'),
    httpRequestMs: time('http-request'),
    httpKeepAliveMs: time('http-keep-alive'),
    clientFinMs: longest(clients, all, 'client-fin'),
    serverFinMs: time('server-fin'),
  }
}

/** Where several frontends lead here the longest wait counts: it is what holds a drain open. */
function longest(clients: readonly Inherited[], all: readonly Directive[], name: string) {
  const places = clients.length > 0 ? clients.map((one) => one.all) : [all]
  return places
    .map((place) => timeSaid(place, ['timeout', name]))
    .reduce((a, b) => ((b.value ?? Infinity) > (a.value ?? Infinity) ? b : a))
}

function ofClients(clients: readonly Inherited[]) {
  const said = clients.map(({ all }) => {
    const both = optionSaid(all, 'tcpka')
    return both.value ? both : optionSaid(all, 'clitcpka')
  })
  return said.find((one) => !one.value) ?? said[0] ?? byDefault(false)
}

function word(all: readonly Directive[], name: string, otherwise: string) {
  const at = lastOf(all, name)
  return at?.words[1] === undefined ? byDefault(otherwise) : saidAt(at, at.words[1])
}

function rest(all: readonly Directive[], name: string) {
  const at = lastOf(all, name)
  return at && at.words.length > 1 ? saidAt(at, at.words.slice(1).join(' ')) : byDefault<string | null>(null)
}

function stateFile(all: readonly Directive[]) {
  const at = lastOf(all, 'load-server-state-from-file')
  return at ? saidAt(at, at.words[1] === 'global' || at.words[1] === 'local') : byDefault(false)
}
