/** A server that goes down and comes back again and again. */

import type { ClaimKind } from '../../model/claim.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { plural, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'

/** So many changes between up and down within the window; a restart alone is two. */
export const FLAPS = 4
export const FLAP_WINDOW_MS = 120_000
/** Over when it has kept one state for this long. */
export const STEADY_MS = 60_000
const MAX_KEPT = 40

export type Transition = { atMs: number; errorMs: number; to: 'up' | 'down' }
export type Flaps = { is: 'up' | 'down' | null; sinceMs: number; changes: Transition[] }

/** Null for what an operator or a name server decided: that is no flapping. */
function sideOf(kind: ClaimKind): 'up' | 'down' | null {
  if (kind === 'up' || kind === 'going-down') return 'up'
  return kind === 'down' || kind === 'going-up' ? 'down' : null
}

export function detectFlapping(scene: PoolScene, place: PoolPlace): FindingDraft[] {
  const { nowMs, memory } = scene
  const found: FindingDraft[] = []
  for (const server of place.pool.servers.values()) {
    const key = `${place.id}/${server.name}`
    const side = sideOf(server.claim.kind)
    let flaps = memory.flaps.get(key)
    if (flaps === undefined) {
      flaps = { is: side, sinceMs: server.claimSinceMs, changes: [] }
      memory.flaps.set(key, flaps)
      continue
    }
    if (side !== flaps.is) {
      // Out of maintenance and up again is no flap.
      if (side !== null && flaps.is !== null) {
        const { claimSinceMs: atMs, claimErrorMs: errorMs } = server
        flaps.changes.push({ atMs: Math.min(atMs, nowMs), errorMs, to: side })
        if (flaps.changes.length > MAX_KEPT) flaps.changes.shift()
      }
      flaps.is = side
    }
    const lately = flaps.changes.filter((one) => nowMs - one.atMs <= FLAP_WINDOW_MS)
    if (lately.length < FLAPS || nowMs - lately.at(-1)!.atMs > STEADY_MS) continue
    const subject = serverSubject(place, server.name)
    const name = sayServer(place, server.name)
    const down = lately.filter((one) => one.to === 'down').length
    const first = lately[0]!
    found.push(
      findingDraft(
        {
          kind: 'flapping',
          rule: 'up-and-down',
          severity: 'warning',
          confidence: sure(0.6 + 0.1 * (lately.length - FLAPS + 1)),
          subjects: [subject, poolSubject(place)],
          startedAtMs: first.atMs,
          startedErrorMs: Math.max(first.errorMs, 100),
          text: `${name} goes up and down: out of rotation ${plural(down, 'time')} within ${Math.round((lately.at(-1)!.atMs - first.atMs) / 1000)} s`,
        },
        {
          thresholds: { flaps: FLAPS, windowMs: FLAP_WINDOW_MS, steadyMs: STEADY_MS },
          evidence: lately
            .slice(-10)
            .map((one) =>
              seen(
                place,
                'claim',
                subject,
                one,
                `HAProxy says ${name} is ${one.to === 'up' ? 'UP' : 'DOWN'}`,
              ),
            ),
          facts: {
            changes: lately.length,
            rise: server.check?.rise ?? null,
            fall: server.check?.fall ?? null,
            lastCheck: server.check?.status ?? null,
          },
        },
      ),
    )
  }
  return found
}
