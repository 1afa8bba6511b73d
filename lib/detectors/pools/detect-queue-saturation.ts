/** Requests wait for a server because all they may use are at their limit. */

import type { PoolTraffic } from '../../model/pool-traffic.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { nameSome, plural, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'
import { quantileMs } from './read-detail.ts'

/** Waiting without a pause for this long; a burst that drains at once is what a queue is for. */
export const QUEUED_FOR_MS = 3_000
/** A request that waits this long notices; where `timeout queue` is known, this share of it counts. */
export const QUEUE_TIME_MS = 500
export const QUEUE_TIME_SHARE = 0.25
/** This many queue timeouts within 10 s are harm done. */
export const QUEUE_TIMEOUTS = 3
/** Looks at the queue that are kept to see whether it grows. */
const LOOKS = 30
/** A look without anybody waiting is forgiven: the queue is only looked at, not watched. */
const FORGIVEN = 1

export type QueueLooks = { sinceMs: number | null; empty: number; looks: { atMs: number; queued: number }[] }

function queuedNow({ pool }: PoolPlace): { queued: number; full: string[]; known: boolean } {
  let queued = pool.gauges?.queue ?? 0
  let known = pool.gauges !== null
  const full: string[] = []
  for (const server of pool.servers.values()) {
    const { gauges } = server
    if (gauges === null) continue
    known = true
    queued += gauges.queue ?? 0
    const limit = gauges.sessionLimit
    if (limit !== null && limit > 0 && (gauges.sessions ?? 0) >= limit) full.push(server.name)
  }
  return { queued, full, known }
}

/** `timeout connect` stands in for `timeout queue` where that is unset. */
function queueTimeoutMs({ lb, pool }: PoolPlace): number | null {
  const timeouts = lb.settings?.pools.find((one) => one.pool === pool.name)?.timeouts
  return timeouts?.queueMs.value ?? timeouts?.connectMs.value ?? null
}

function timeouts(traffic: PoolTraffic | undefined, nowMs: number): number {
  const from = Math.floor(nowMs / 1000) - 10
  let count = 0
  for (const one of traffic?.seconds ?? []) if (one.second > from) count += one.queueTimeouts
  return count
}

function grows(looks: QueueLooks['looks']): boolean {
  if (looks.length < 3) return false
  const half = looks.length >> 1
  const mean = (some: typeof looks) => some.reduce((sum, one) => sum + one.queued, 0) / some.length
  return mean(looks.slice(half)) > 1.2 * mean(looks.slice(0, half))
}

export function detectQueueSaturation(scene: PoolScene, place: PoolPlace): FindingDraft[] {
  const { nowMs, memory } = scene
  const { pool, lb } = place
  const { queued, full, known } = queuedNow(place)
  const timedOut = timeouts(pool.traffic, nowMs)
  const before = memory.queues.get(place.id)
  if (queued === 0 && before === undefined && timedOut === 0) return []
  const state = before ?? { sinceMs: null, empty: 0, looks: [] }
  memory.queues.set(place.id, state)
  const lookedAtMs = lb.statsAtMs ?? nowMs
  if (known && state.looks.at(-1)?.atMs !== lookedAtMs) {
    state.looks.push({ atMs: lookedAtMs, queued })
    if (state.looks.length > LOOKS) state.looks.shift()
    state.empty = queued > 0 ? 0 : state.empty + 1
    if (queued > 0) state.sinceMs ??= lookedAtMs
  }
  if (state.empty > FORGIVEN && timedOut === 0) {
    memory.queues.delete(place.id)
    return []
  }
  const { queueTimes } = pool.traffic ?? {}
  const p50 = queueTimes ? quantileMs([queueTimes.now], 0.5) : null
  const waitMs = Math.max(p50 ?? 0, pool.gauges?.queueTimeMs ?? 0)
  const forMs = state.sinceMs === null ? 0 : nowMs - state.sinceMs
  const growing = grows(state.looks)
  const limitMs = queueTimeoutMs(place)
  const longWaitMs = limitMs === null ? QUEUE_TIME_MS : Math.min(QUEUE_TIME_MS, QUEUE_TIME_SHARE * limitMs)
  const long = forMs >= QUEUED_FOR_MS && (waitMs >= longWaitMs || growing || full.length > 0)
  if (!long && timedOut < QUEUE_TIMEOUTS) return []
  const startedAtMs = state.sinceMs ?? nowMs
  const subject = poolSubject(place)
  const now = { atMs: lookedAtMs, errorMs: 1_000 }
  return [
    findingDraft(
      {
        kind: 'queue-saturation',
        rule: 'queue-does-not-drain',
        severity: timedOut >= QUEUE_TIMEOUTS ? 'critical' : 'warning',
        confidence: sure(0.7 + (full.length > 0 ? 0.15 : 0) + (growing || timedOut > 0 ? 0.1 : 0)),
        subjects: [subject, ...full.slice(0, 10).map((name) => serverSubject(place, name))],
        startedAtMs,
        startedErrorMs: 1_000,
        text: `Requests to ${pool.name} wait for a server${full.length > 0 ? `: ${nameSome(full)} ${full.length === 1 ? 'is' : 'are'} at maxconn` : ''}`,
      },
      {
        thresholds: { queuedForMs: QUEUED_FOR_MS, queueTimeMs: longWaitMs, queueTimeouts: QUEUE_TIMEOUTS },
        evidence: [
          seen(
            place,
            'claim',
            subject,
            now,
            `${plural(queued, 'request')} wait in the queue of ${pool.name}`,
          ),
          ...(waitMs > 0
            ? [seen(place, 'traffic', subject, now, `Half of the requests wait ${waitMs} ms or longer`)]
            : []),
          ...(timedOut > 0
            ? [
                seen(
                  place,
                  'traffic',
                  subject,
                  now,
                  `${plural(timedOut, 'request')} gave up waiting in 10 s (sQ)`,
                ),
              ]
            : []),
          ...full.slice(0, 5).map((name) => {
            const { gauges } = pool.servers.get(name)!
            const text = `${sayServer(place, name)} has ${gauges!.sessions} sessions, its limit is ${gauges!.sessionLimit}`
            return seen(place, 'claim', serverSubject(place, name), now, text)
          }),
        ],
        facts: {
          queued,
          waitMs,
          timedOut,
          growing,
          timeoutQueueMs: limitMs,
          full: full.length,
          servers: pool.servers.size,
        },
      },
    ),
  ]
}
