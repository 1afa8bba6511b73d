/** What happens to requests when a server fails, fills up or comes back. */

import { isHttp, type PoolRule } from './rule.ts'
import { duration, names, placeFor, serverCount, serverNames } from './say.ts'

export const noRedispatch: PoolRule = ({ pool, servers }) => {
  if (pool.redispatch.value || pool.retries.value === 0) return []
  // A backup takes over only once all others are down.
  if (serverCount(servers.filter(({ backup }) => !backup.value)) < 2) return []
  const sticky = pool.persistence.value.by !== 'none'
  return [
    {
      rule: 'retries-without-redispatch',
      severity: sticky ? 'serious' : 'advice',
      servers: [],
      at: placeFor(pool.redispatch.origin.from === 'file' ? pool.redispatch : pool.retries, pool),
      text: `All ${pool.retries.value} retries go to the server that failed, a second apart, until its check evicts it${sticky ? '; clients bound to it get an error each time' : ''}. With option redispatch the last one goes to another server, which carries that load${sticky ? ' and does not know the session' : ''}.`,
      instead: 'option redispatch (option redispatch 1 to move at the first retry)',
    },
  ]
}

const REPEATS = /all-retryable-errors|response-timeout|empty-response|junk-response|\b5\d\d\b/

export const repeatedRequests: PoolRule = ({ pool }) => {
  const on = pool.retryOn.value
  if (on === null || !REPEATS.test(on) || !isHttp(pool)) return []
  return [
    {
      rule: 'requests-repeated',
      severity: 'advice',
      servers: [],
      at: placeFor(pool.retryOn, pool),
      text: `retry-on ${on} sends a request again that a server may have carried out already, and while servers fail the pool sees up to ${pool.retries.value + 1} times its load. Clients see fewer errors.`,
      instead: 'http-request disable-l7-retry if METH_POST, and retries 1',
    },
  ]
}

export const noQueueTimeout: PoolRule = ({ pool, servers }) => {
  const limited = servers.filter(({ maxConnections }) => (maxConnections.value ?? 0) > 0)
  if (limited.length === 0 || pool.timeouts.queueMs.origin.from !== 'default') return []
  const connectMs = pool.timeouts.connectMs.value
  return [
    {
      rule: 'queue-timeout-missing',
      severity: 'advice',
      servers: serverNames(limited),
      at: placeFor(limited[0]!.maxConnections, limited[0]!),
      text: `maxconn makes requests queue, and without timeout queue they wait ${connectMs === null ? 'without end' : `as long as timeout connect says, ${duration(connectMs)}`}. A short wait sheds load early and answers 503; a long one rides out a burst and makes a full pool slower for all.`,
      instead: 'timeout queue with what a client waits at most, 5s for a page',
    },
  ]
}

export const noSlowStart: PoolRule = ({ pool, servers }) => {
  if (pool.balance.value.split('(')[0] !== 'leastconn') return []
  const sudden = servers.filter(({ slowStartMs, kind }) => slowStartMs.value === null && kind !== 'none')
  if (sudden.length === 0 || serverCount(servers) < 2) return []
  return [
    {
      rule: 'slowstart-missing',
      severity: 'advice',
      servers: serverNames(sudden),
      at: placeFor(pool.balance, pool),
      text: `balance leastconn gives a server that comes back every new connection until it has as many as the others: with cold caches it may fall again. Without slowstart it helps the others at once.`,
      instead: 'slowstart 30s on the server lines (its check interval must be shorter)',
    },
  ]
}

export const sleepingBackups: PoolRule = ({ pool, servers }) => {
  const backups = servers.filter(({ backup }) => backup.value)
  if (serverCount(backups) < 2 || pool.allBackups.value) return []
  return [
    {
      rule: 'one-backup-used',
      severity: 'note',
      servers: serverNames(backups),
      at: placeFor(backups[1]!.backup, backups[1]!),
      text: `Of the backups ${names(backups)} only the first that is up takes the whole load when all others are down. That keeps sessions on one server.`,
      instead: 'option allbackups, to spread it over all',
    },
  ]
}

export const missingTimeouts: PoolRule = ({ pool }) => {
  const { connectMs, serverMs, clientMs } = pool.timeouts
  const missing = Object.entries({ connect: connectMs, server: serverMs, client: clientMs })
    .filter(([, { value, origin }]) => origin.from !== 'unreadable' && !value)
    .map(([name]) => `timeout ${name}`)
  if (missing.length === 0) return []
  return [
    {
      rule: 'timeout-missing',
      severity: 'serious',
      servers: [],
      at: placeFor(null, pool),
      text: `No ${missing.join(', no ')}: HAProxy waits without end, and each session on a dead peer keeps a slot. No slow session is ever cut in return.`,
      instead: 'timeout connect 5s, timeout server and timeout client longer than the slowest good answer',
    },
  ]
}

/** Told once for a configuration whose pools have checks. */
export const stateLostOnReload: PoolRule = ({ pool, servers, settings }) => {
  const first = settings.pools.find((one) => one.servers.some(({ check }) => check.value))
  if (first !== pool || settings.pools.some((one) => one.loadsServerState.value) || servers.length < 2)
    return []
  return [
    {
      rule: 'state-lost-on-reload',
      severity: 'note',
      servers: [],
      at: placeFor(null, pool),
      text: 'No load-server-state-from-file: after a reload every server counts as up until a check fails, a dead one and one that was drained by hand too; one failed check is enough then. A state file that is out of date brings back what is over.',
      instead:
        'server-state-file in global, load-server-state-from-file global, and write it with "show servers state" before each reload',
    },
  ]
}
