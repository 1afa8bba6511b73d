/** What a drain, a reload and an eviction do to the sessions that are open. */

import type { PoolSettings } from '../model/check-settings.ts'
import type { LintFinding } from './finding.ts'
import {
  isHttp,
  isLongLived,
  LONG_LIVED_MS,
  LONG_PERSISTENCE_MS,
  longestSilence,
  type PoolRule,
  type ProcessRule,
} from './rule.ts'
import { duration, haproxyTime, names, placeFor, placeOf, serverNames } from './say.ts'

export const sessionsKeptOnDown: PoolRule = ({ pool, servers }) => {
  const kept = servers.filter(({ onMarkedDown, kind }) => kind !== 'none' && onMarkedDown.value === null)
  const silenceMs = longestSilence(pool)
  if (kept.length === 0) return []
  const left = Number.isFinite(silenceMs)
    ? `until they have been silent for ${duration(silenceMs)}`
    : 'without end, as no timeout ends them'
  return [
    {
      rule: 'sessions-kept-on-down',
      severity: isLongLived(pool) ? 'advice' : 'note',
      servers: serverNames(kept),
      at: placeFor(null, kept[0]!),
      text: `No on-marked-down: when ${names(kept)} ${kept.length > 1 ? 'are' : 'is'} marked down, sessions open there stay ${left}. Sessions that still work so survive a check that failed by mistake; those on a dead server hang.`,
      instead:
        'on-marked-down shutdown-sessions, where clients reconnect by themselves (they get a FIN, not a RST)',
    },
  ]
}

export const stickyDrain: PoolRule = ({ pool, servers }) => {
  const persistence = pool.persistence.value
  if (persistence.by === 'none') return []
  const endsMs =
    persistence.by === 'cookie'
      ? (persistence.maxLifeMs ?? persistence.maxIdleMs)
      : persistence.by === 'stick-table'
        ? persistence.expireMs
        : null
  if (endsMs !== null && endsMs <= LONG_PERSISTENCE_MS) return []
  const by =
    persistence.by === 'cookie'
      ? `cookie ${persistence.name}`
      : persistence.by === 'stick-table'
        ? `the stick table (${persistence.key})`
        : 'the RDP cookie'
  const until = endsMs === null ? 'without end' : `for up to ${duration(endsMs)}`
  return [
    {
      rule: 'sticky-drain',
      severity: 'advice',
      servers: servers.filter(({ cookie }) => cookie.value !== null).map(({ server }) => server),
      at: placeFor(pool.persistence, pool),
      text: `A server in DRAIN still admits clients that ${by} sends there, ${until}: such a drain may never end. Their sessions are kept together in return.`,
      instead:
        persistence.by === 'cookie'
          ? `cookie ${persistence.name} … maxidle 30m maxlife 1h, or set the server to maint at the drain's deadline`
          : 'a short expire in the stick-table, or set the server to maint at the deadline and clear its entries',
    },
  ]
}

export const unguardedLongSessions: PoolRule = ({ pool, servers }) => {
  if (!isLongLived(pool)) return []
  const busy = servers.filter(({ tcpUserTimeoutMs }) => tcpUserTimeoutMs.value === null)
  const idle = !pool.keepaliveToServers.value
  if (busy.length === 0 && !idle) return []
  const missing = [
    ...(idle ? ['no keepalive (option srvtcpka): an idle session to a dead host is never noticed'] : []),
    ...(busy.length > 0
      ? ['no tcp-ut: a busy one waits out the kernel’s retransmissions, 15 minutes by default']
      : []),
  ]
  const limit = longestSilence(pool)
  const until = Number.isFinite(limit)
    ? `HAProxy itself waits ${duration(limit)}`
    : 'HAProxy itself waits without end'
  return [
    {
      rule: 'long-sessions-unguarded',
      severity: 'advice',
      servers: serverNames(busy),
      at: placeFor(null, busy[0] ?? pool),
      text: `Sessions here may live long, and there is ${missing.join('; ')}. ${until}. Each guard covers its own half, and both end sessions that a short cut of the path would have spared.`,
      instead:
        'option srvtcpka with srvtcpka-idle 60s srvtcpka-intvl 10s srvtcpka-cnt 3 for idle sessions, and tcp-ut 20s on the server lines for busy ones; the same towards clients: option clitcpka, and tcp-ut on bind',
    },
  ]
}

export const clientKeepalive: PoolRule = ({ pool }) =>
  !isLongLived(pool) || pool.keepaliveToClients.value || isHttp(pool)
    ? []
    : [
        {
          rule: 'client-keepalive-missing',
          severity: 'note',
          servers: [],
          at: placeFor(null, pool),
          text: `No option clitcpka where clients of ${pool.pool} come in: the session of a client that vanished holds its server's slot until a timeout. Keepalive costs a packet a session now and then, and wakes sleeping devices.`,
          instead: 'option clitcpka in the frontend',
        },
      ]

/** Sessions of a stopping process: how long they may keep it, and whom the limit cuts. */
export const hardStop: ProcessRule = (settings) => {
  const { hardStopAfterMs, at } = settings.process
  if (settings.pools.length === 0 || hardStopAfterMs.origin.from === 'unreadable') return []
  const finding = (severity: LintFinding['severity'], rule: string, text: string, instead: string) => [
    { rule, severity, pool: null, servers: [], at: placeOf(hardStopAfterMs.origin) ?? at, text, instead },
  ]
  const limitMs = hardStopAfterMs.value
  if (limitMs === null)
    return finding(
      'advice',
      'hard-stop-missing',
      'No hard-stop-after: after a reload an old process stays as long as one session does, with the old configuration. No session is ever cut by a reload in return.',
      'hard-stop-after 30m in global, longer than sessions you want to see finished',
    )
  const cut = settings.pools.filter((pool) => canOutlive(pool, limitMs))
  if (cut.length === 0) return []
  return finding(
    'advice',
    'hard-stop-short',
    `hard-stop-after ${duration(limitMs)} cuts what is still open that long after a reload; sessions of ${cut.map(({ pool }) => pool).join(', ')} may be silent for longer and still be alive. It bounds how long old processes stay.`,
    `hard-stop-after ${haproxyTime(Math.max(LONG_LIVED_MS, limitMs * 4))}, or let clients reconnect by themselves`,
  )
}

const canOutlive = (pool: PoolSettings, limitMs: number): boolean =>
  isLongLived(pool) && longestSilence(pool) > limitMs
