/** Holds what browsers were last told, and finds the update that tells them the rest. */

import type { LbEvent } from '../model/lb-event.ts'
import type { LoadBalancer, World } from '../model/load-balancer.ts'
import { diffLive } from '../views/diff-live.ts'
import { emptySnapshot } from '../views/empty-snapshot.ts'
import {
  EVENT_TAPE,
  type EventView,
  type LiveSnapshot,
  type LiveUpdate,
  type LoadBalancerView,
  type PoolView,
  type SourceView,
} from '../views/live-view.ts'
import { toEventView } from '../views/to-event-view.ts'
import { toHeadline } from '../views/to-headline.ts'
import { poolId, toPoolView } from '../views/to-pool-view.ts'
import type { Freshness } from './freshness.ts'
import type { createNetworkPicture } from './network-picture.ts'
import { addStripSecond, type Strips } from './strips.ts'

type NetworkPicture = ReturnType<typeof createNetworkPicture>
export type Picture = ReturnType<typeof createPicture>

function toLoadBalancerView(lb: LoadBalancer, { fresh, lastReadingAtMs }: Freshness): LoadBalancerView {
  return {
    name: lb.name,
    version: lb.version,
    node: lb.node,
    processes: [...lb.processes.values()].map(({ pid, startedAtMs, stopping }) => ({
      pid,
      startedAtMs,
      stopping,
    })),
    oldWorkers: lb.oldWorkers,
    fresh,
    lastReadingAtMs,
  }
}

export function createPicture(
  world: World,
  network: NetworkPicture,
  freshness: (lb: LoadBalancer, nowMs: number) => Freshness,
) {
  const strips: Strips = new Map()
  const pools = new Map<string, PoolView>()
  const dirty = new Set<string>()
  let tape: EventView[] = []
  let newEvents = new Map<string, EventView>()
  let shown: LiveSnapshot = { ...emptySnapshot, headline: toHeadline([], []) }

  /** Draws again what was touched; answers with the pools as they are. */
  function redraw(nowMs: number): PoolView[] {
    const known = new Set<string>()
    for (const lb of world.loadBalancers.values()) {
      const { fresh } = freshness(lb, nowMs)
      for (const pool of lb.pools.values()) {
        const id = poolId(lb.name, pool.name)
        if (!pool.servers.size) continue
        known.add(id)
        const before = pools.get(id)
        if (!before || dirty.has(id) || before.fresh !== fresh)
          pools.set(id, toPoolView(lb.name, pool, fresh, lb.drains?.values()))
      }
    }
    for (const id of pools.keys()) if (!known.has(id)) pools.delete(id)
    dirty.clear()
    return [...pools.values()]
  }

  return {
    touch: (id: string) => dirty.add(id),
    touchAll(lb: LoadBalancer) {
      for (const pool of lb.pools.keys()) dirty.add(poolId(lb.name, pool))
    },
    tell(event: LbEvent) {
      const view = toEventView(event)
      newEvents.set(view.id, view)
      tape = [view, ...tape.filter((one) => one.id !== view.id)]
        .sort((a, b) => b.atMs - a.atMs)
        .slice(0, EVENT_TAPE)
    },
    /** What was known before this process started. */
    seed(events: LbEvent[], before: LiveSnapshot | null) {
      tape = events.map(toEventView).slice(0, EVENT_TAPE)
      for (const [id, strip] of Object.entries(before?.strips ?? {})) strips.set(id, strip)
      network.seed(before)
      // A browser may come before the first reading: what it is given must hold the tape already.
      shown = { ...shown, seq: before?.seq ?? 0, events: tape }
    },
    pools: () => [...pools.values()],
    isTouched: () => dirty.size > 0 || newEvents.size > 0 || network.isTouched(),
    /** The update since the last call, or null. `second` is given once a second: then the strips move on. */
    advance(nowMs: number, sources: SourceView[], second: number | null): LiveUpdate | null {
      const drawn = redraw(nowMs)
      const { moved: seconds, ...hosts } = network.advance(nowMs, second)
      const fresh: Pick<LiveUpdate, 'events' | 'strips' | 'networkStrips'> = {}
      if (newEvents.size) fresh.events = [...newEvents.values()]
      const moved: NonNullable<LiveUpdate['strips']> = []
      if (second !== null)
        for (const pool of drawn) {
          const added = addStripSecond(strips, pool, second)
          if (added) moved.push([pool.id, added])
        }
      if (moved.length) fresh.strips = moved
      if (seconds.length) fresh.networkStrips = seconds
      newEvents = new Map()
      for (const id of strips.keys()) if (!pools.has(id)) strips.delete(id)
      const after: LiveSnapshot = {
        ...shown,
        ...hosts,
        seq: shown.seq + 1,
        atMs: nowMs,
        headline: toHeadline(drawn, sources, hosts),
        loadBalancers: [...world.loadBalancers.values()].map((lb) =>
          toLoadBalancerView(lb, freshness(lb, nowMs)),
        ),
        pools: drawn,
        events: tape,
        sources,
        strips: {},
      }
      const update = diffLive(shown, after, fresh)
      if (update) shown = after
      return update
    },
    snapshot: (): LiveSnapshot => ({
      ...shown,
      strips: Object.fromEntries(strips),
      networkStrips: { ...network.strips() },
    }),
  }
}
