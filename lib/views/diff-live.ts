/** Two pictures of the live page → the smallest update that leads from one to the other. */

import type { LiveSnapshot, LiveUpdate, PoolView, ServerNumbers, ServerView } from './live-view.ts'
import type { HostView } from './network-view.ts'

const sameNumbers = (a: ServerNumbers, b: ServerNumbers) => a.every((value, i) => value === b[i])

/** How long the last check took changes with every check: alone it is no news, it goes along with what is. */
const withoutTime = (lastCheck: string | null) => lastCheck?.replace(/ in \d+ ms$/, '')
const sameCheck = (a: string | null, b: string | null) => a === b || withoutTime(a) === withoutTime(b)

/** Everything of a server but its numbers: what it says, what is said of it. */
function sameWords(a: ServerView, b: ServerView): boolean {
  return (
    a.claim.status === b.claim.status &&
    a.claim.kind === b.claim.kind &&
    a.claimSinceMs === b.claimSinceMs &&
    a.verdict.kind === b.verdict.kind &&
    a.verdict.reason === b.verdict.reason &&
    a.verdict.sinceMs === b.verdict.sinceMs &&
    a.weight === b.weight &&
    a.address === b.address &&
    a.backup === b.backup &&
    a.strikes?.left === b.strikes?.left &&
    a.strikes?.of === b.strikes?.of &&
    a.checkProves === b.checkProves &&
    sameCheck(a.lastCheck, b.lastCheck)
  )
}

const sameMembers = (a: PoolView, b: PoolView) =>
  a.status === b.status &&
  a.mode === b.mode &&
  a.servers.length === b.servers.length &&
  a.servers.every((server, i) => server.name === b.servers[i]!.name)

const sameJson = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b)

/** Adds what changed between two views of one pool to the update. */
export function diffPool(before: PoolView | undefined, after: PoolView, update: LiveUpdate): void {
  if (before === after) return
  if (!before || !sameMembers(before, after)) {
    update.pools ??= []
    update.pools.push(after)
    return
  }
  if (before.fresh !== after.fresh) {
    update.freshness ??= []
    update.freshness.push([after.id, after.fresh])
  }
  if (!sameJson(before.drains ?? [], after.drains ?? [])) {
    update.drains ??= []
    update.drains.push([after.id, after.drains ?? []])
  }
  if (after.risk && before.risk !== after.risk) {
    update.risks ??= []
    update.risks.push([after.id, after.risk])
  }
  const numbers: [number, ServerNumbers][] = []
  for (const [index, server] of after.servers.entries()) {
    const was = before.servers[index]!
    if (!sameWords(was, server)) {
      update.servers ??= []
      update.servers.push([after.id, index, server])
    } else if (!sameNumbers(was.numbers, server.numbers)) numbers.push([index, server.numbers])
  }
  if (numbers.length || !sameNumbers(before.numbers, after.numbers)) {
    update.numbers ??= []
    update.numbers.push([after.id, after.numbers, numbers])
  }
}

/** A fresh host is heard every second: that alone is news every ten, and so is a clock that wanders within 1 ms. */
const HEARD_STEP_MS = 10_000
const withoutBeat = (hosts: readonly HostView[]) =>
  hosts.map((host) => ({
    ...host,
    lastReportAtMs: Math.floor(host.lastReportAtMs / HEARD_STEP_MS),
    clockOffsetMs: Math.round(host.clockOffsetMs),
    clockErrorMs: Math.round(host.clockErrorMs),
  }))
const sameHosts = (a: readonly HostView[], b: readonly HostView[]) =>
  a === b || sameJson(withoutBeat(a), withoutBeat(b))

/** Null when nothing changed. Events and strips are not compared: who made them passes what is new. */
export function diffLive(
  before: LiveSnapshot,
  after: LiveSnapshot,
  fresh: Pick<LiveUpdate, 'events' | 'strips' | 'networkStrips'>,
): LiveUpdate | null {
  const update: LiveUpdate = { seq: after.seq, atMs: after.atMs, ...fresh }
  const was = new Map(before.pools.map((pool) => [pool.id, pool]))
  for (const pool of after.pools) {
    diffPool(was.get(pool.id), pool, update)
    was.delete(pool.id)
  }
  if (was.size) update.removedPools = [...was.keys()]
  if (!sameJson(before.headline, after.headline)) update.headline = after.headline
  if (!sameJson(before.loadBalancers, after.loadBalancers)) update.loadBalancers = after.loadBalancers
  if (!sameJson(before.sources, after.sources)) update.sources = after.sources
  if (!sameHosts(before.hosts, after.hosts)) update.hosts = after.hosts
  if (!sameJson(before.vips, after.vips)) update.vips = after.vips
  if (!sameJson(before.incidents, after.incidents)) update.incidents = after.incidents
  return Object.keys(update).length > 2 ? update : null
}
