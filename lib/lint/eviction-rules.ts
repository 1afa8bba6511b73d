/** How fast a failed server goes, and how short a pause evicts a good one. */

import type { MsRange } from '../risk/time-to-evict.ts'
import type { PoolFinding } from './finding.ts'
import { ORDINARY_PAUSE_MS, type PoolRule, SLOW_EVICTION_MS, VERY_SLOW_EVICTION_MS } from './rule.ts'
import { duration, haproxyTime, names, placeFor, range, serverNames } from './say.ts'
import type { CheckedGroup } from './summarize-pool.ts'

/** Of the failures that are noticed the one that is noticed last. */
function slowest(group: CheckedGroup): MsRange | null {
  return group.hung ?? group.unreachable ?? group.refusing
}

export const slowEviction: PoolRule = ({ pool, summary, servers }) =>
  summary.groups.flatMap((group): PoolFinding[] => {
    const time = slowest(group)
    if (!time || !group.timing || time.maxMs < SLOW_EVICTION_MS) return []
    const first = servers.find(({ server }) => server === group.servers[0]) ?? pool.servers[0]!
    const { interMs, fall } = group.timing
    const how = group.hung ? 'hangs' : group.unreachable ? 'cannot be reached' : 'refuses'
    return [
      {
        rule: 'slow-eviction',
        severity: time.maxMs >= VERY_SLOW_EVICTION_MS ? 'serious' : 'advice',
        servers: group.servers,
        at: placeFor(first.interMs, first),
        text: `A server that ${how} keeps its traffic for ${range(time)} (inter×fall says ${duration(interMs * fall)}). In return no pause under ${duration(time.minMs)} evicts it, and checks cost it little.`,
        instead: `fastinter 1s, so that only the first check waits ${duration(interMs)}; timeout check 2s with timeout connect no longer, so that a hung check ends sooner`,
      },
    ]
  })

export const shortStallEvicts: PoolRule = ({ pool, summary, servers }) =>
  summary.groups.flatMap((group): PoolFinding[] => {
    const { stall, timing } = group
    if (!stall || !timing || !group.hung || stall.shortestMs >= ORDINARY_PAUSE_MS) return []
    const first = servers.find(({ server }) => server === group.servers[0]) ?? pool.servers[0]!
    return [
      {
        rule: 'short-stall-evicts',
        severity: 'advice',
        servers: group.servers,
        at: placeFor(first.fall.origin.from === 'file' ? first.fall : first.interMs, first),
        text: `A pause of ${duration(stall.shortestMs)} can evict a server, one of ${duration(stall.alwaysMs)} always does: a long garbage collection or a live migration will, and its load falls on the others. In return a server that hangs loses its traffic after ${range(group.hung)}.`,
        instead: `fall ${timing.fall + 1} or a longer inter, as far as the others may carry a dead server's share of errors; retries with option redispatch cover the time`,
      },
    ]
  })

export const oneStrike: PoolRule = ({ servers }) => {
  const strict = servers.filter((one) => one.fall.value === 1 && one.kind !== 'none' && one.kind !== 'agent')
  if (strict.length === 0) return []
  return [
    {
      rule: 'one-strike',
      severity: 'advice',
      servers: serverNames(strict),
      at: placeFor(strict[0]!.fall, strict[0]!),
      text: `fall 1: one lost packet or one slow answer evicts ${names(strict)}. Nothing is quicker at taking a dead server out.`,
      instead: 'fall 2 with fastinter: the second look costs one fastinter',
    },
  ]
}

export const noTimeoutCheck: PoolRule = ({ pool, servers, summary }) => {
  const waiting = servers.filter(
    ({ waitsForAnswer, kind }) => waitsForAnswer && kind !== 'agent' && kind !== 'tracked',
  )
  if (pool.timeouts.checkMs.origin.from !== 'default' || waiting.length === 0) return []
  const longest = Math.max(0, ...summary.groups.map((group) => group.timing?.interMs ?? 0))
  return [
    {
      rule: 'no-timeout-check',
      severity: 'advice',
      servers: [],
      at: placeFor(null, pool),
      text: `No timeout check: a check that hangs lasts a whole inter (${duration(longest)}) before it counts, connect included. That gives a slow answer all the time there is; a shorter limit tells sooner, and takes a slow server for a dead one.`,
      instead:
        'timeout check with what the slowest good answer takes, and timeout connect no longer than it (see timeout-check-late)',
    },
  ]
}

export const timeoutCheckLate: PoolRule = ({ pool, servers, summary }) => {
  const late = summary.groups.filter(
    ({ timing, hung }) =>
      timing?.timeoutCheckMs && hung && hung.check.maxMs > hung.check.minMs && servers.length > 0,
  )
  const [group] = late
  if (!group?.hung) return []
  const { check } = group.hung
  return [
    {
      rule: 'timeout-check-late',
      severity: 'advice',
      servers: late.flatMap((one) => one.servers),
      at: placeFor(pool.timeouts.checkMs, pool),
      text: `timeout check ${duration(check.minMs)} is shorter than min(inter, timeout connect), ${duration(check.maxMs)}: HAProxy arms that longer timer at connect and does not move it forward, so on a busy HAProxy a hung check lasts up to ${duration(check.maxMs)} (measured on 2.6.12). A long timeout connect lets clients wait out a lost SYN.`,
      instead: `timeout connect ${haproxyTime(check.minMs)} in this pool, if its clients can do with that, or timeout check ${haproxyTime(check.maxMs)}, which says what happens`,
    },
  ]
}

export const trafficEvicts: PoolRule = ({ servers }) => {
  const harsh = servers.filter(
    ({ observe, onError }) =>
      observe.value !== null && (onError.value === 'mark-down' || onError.value === 'sudden-death'),
  )
  const [first] = harsh
  if (!first) return []
  return [
    {
      rule: 'traffic-evicts',
      severity: 'advice',
      servers: serverNames(harsh),
      at: placeFor(first.onError, first),
      text: `observe ${first.observe.value} with on-error ${first.onError.value}: ${first.errorLimit.value ?? 10} errors in a row from clients' own requests take ${names(harsh)} out at once. It sees what checks miss; but one bad URL, or a shared dependency, can so evict every server in turn.`,
      instead: 'on-error fastinter or fail-check, which ask the check before they evict',
    },
  ]
}

export const noHealthLog: PoolRule = ({ pool, servers }) =>
  pool.logHealthChecks.value || servers.every(({ kind }) => ['none', 'tracked', 'agent'].includes(kind))
    ? []
    : [
        {
          rule: 'no-health-log',
          severity: 'note',
          servers: [],
          at: placeFor(pool.logHealthChecks, pool),
          text: 'Without option log-health-checks single failed checks leave no line: the log tells of an eviction, not of the strikes before it. It is the quieter log.',
          instead: 'option log-health-checks',
        },
      ]
