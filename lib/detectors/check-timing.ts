/** How a pool's servers are checked: by its haproxy.cfg, or by what HAProxy's own output tells of it. */

import type { LoadBalancerSettings, PoolSettings, ServerSettings } from '../model/check-settings.ts'
import type { Server } from '../model/server.ts'
import type { CheckTiming, FailureShape } from '../risk/time-to-evict.ts'

/** HAProxy's defaults, where neither a file nor behaviour tells. */
const DEFAULT_INTER_MS = 2_000
const DEFAULT_FALL = 3
const DEFAULT_RISE = 2
const MAX_TRACK_DEPTH = 16

export type KnownTiming = {
  timing: CheckTiming
  rise: number
  downInterMs: number | null
  from: 'file' | 'behaviour' | 'default'
  assumption: string
}

export function settingsOfPool(
  settings: LoadBalancerSettings | undefined,
  pool: string,
): PoolSettings | null {
  return settings?.pools.find((one) => one.pool === pool) ?? null
}

/** A server-template stands for all the servers that it makes: `web1` to `web9`. */
export function settingsOfServer(pool: PoolSettings | null, name: string): ServerSettings | null {
  if (!pool) return null
  const exact = pool.servers.find((one) => one.server === name)
  if (exact) return exact
  const stem = (text: string) => text.replace(/\d+$/, '')
  return pool.servers.find((one) => one.count > 1 && stem(one.server) === stem(name)) ?? null
}

function fromFile(
  settings: LoadBalancerSettings,
  pool: PoolSettings,
  server: ServerSettings,
): KnownTiming | null {
  let [home, own] = [pool, server]
  for (let depth = 0; own.track.value !== null && depth < MAX_TRACK_DEPTH; depth++) {
    const [poolName = '', serverName = ''] = own.track.value.split('/')
    const target = settingsOfPool(settings, poolName)
    const tracked = settingsOfServer(target, serverName)
    if (!target || !tracked) return null
    home = target
    own = tracked
  }
  const { interMs, fall } = own
  if (own.kind === 'none' || own.kind === 'agent' || !interMs.value || !fall.value) return null
  const where = own.at ? `${own.at.file}:${own.at.line}` : 'the file'
  return {
    timing: {
      interMs: interMs.value,
      fastInterMs: own.fastInterMs.value,
      fall: fall.value,
      timeoutCheckMs: home.timeouts.checkMs.value || null,
      timeoutConnectMs: home.timeouts.connectMs.value || null,
      waitsForAnswer: own.waitsForAnswer,
      ...(own.checkTls ? { tls: own.kind === 'l6' ? ('only' as const) : ('first' as const) } : {}),
      spreadPercent: settings.process.spreadChecksPercent.value ?? 0,
    },
    rise: own.rise.value ?? DEFAULT_RISE,
    downInterMs: own.downInterMs.value,
    from: 'file',
    assumption: `checks as ${where} says: inter ${interMs.value} ms, fall ${fall.value}`,
  }
}

/** `seenMs`: the wait between failed checks as the log told it. */
function fromBehaviour(server: Server, seenMs: number | null): KnownTiming | null {
  const { check } = server
  if (!check?.status || server.claim.kind === 'no-check') return null
  const fall = check.fall ?? DEFAULT_FALL
  const interMs = seenMs ?? DEFAULT_INTER_MS
  const from = seenMs === null ? 'default' : 'behaviour'
  const why =
    seenMs === null ? "HAProxy's default: no file, no failed check seen" : 'as failed checks followed'
  return {
    timing: {
      interMs,
      fastInterMs: null,
      fall,
      timeoutCheckMs: null,
      timeoutConnectMs: null,
      waitsForAnswer: !check.status.startsWith('L4'),
    },
    rise: check.rise ?? DEFAULT_RISE,
    downInterMs: null,
    from,
    assumption: `checks: fall ${fall} by statistics, inter ${interMs} ms (${why})`,
  }
}

/** Null where nothing is checked. */
export function timingOfServer(
  settings: LoadBalancerSettings | undefined,
  pool: string,
  server: Server,
  seenMs: number | null,
): KnownTiming | null {
  const own = settingsOfPool(settings, pool)
  const line = settingsOfServer(own, server.name)
  const said = settings && own && line ? fromFile(settings, own, line) : null
  return said ?? fromBehaviour(server, seenMs)
}

/** How a check that fails with this result fails; null where it answered, only wrong. */
export function shapeOf(status: string | null): FailureShape | null {
  if (!status) return null
  if (/^L4CON/.test(status)) return 'refuses'
  if (/^L[46]TOUT/.test(status)) return 'drops'
  return /TOUT$/.test(status) ? 'accepts-and-is-silent' : null
}
