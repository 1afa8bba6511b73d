/** A pool whose checks prove only that a port accepts, or that nothing checks: no alarm, a word once. */

import { checkLevel } from '../check-level.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { nameSome, plural, poolSubject } from './pool-subjects.ts'
import { claimEvidence } from './server-evidence.ts'

/** A check that has only begun proves nothing yet: it is waited so long for its word. */
export const SETTLED_MS = 10_000
/** Servers shown as evidence. */
const SHOWN = 5

export function detectUnprovenHealthCheck(scene: PoolScene, place: PoolPlace): FindingDraft[] {
  const { nowMs, memory } = scene
  const port: string[] = []
  const none: string[] = []
  for (const server of place.pool.servers.values()) {
    if (server.claim.kind !== 'up' && server.claim.kind !== 'no-check') continue
    const level = checkLevel(server)
    if (level === 'port') port.push(server.name)
    if (level === 'none') none.push(server.name)
  }
  if (port.length + none.length === 0) {
    memory.unprovenSinceMs.delete(place.id)
    return []
  }
  const sinceMs = memory.unprovenSinceMs.get(place.id) ?? nowMs
  memory.unprovenSinceMs.set(place.id, sinceMs)
  if (nowMs - sinceMs < SETTLED_MS) {
    memory.againAtMs.set(place.id, sinceMs + SETTLED_MS)
    return []
  }
  const words = [
    port.length > 0 && `the check of ${nameSome(port)} proves only that the port accepts`,
    none.length > 0 && `nothing checks ${nameSome(none)}`,
  ].filter(Boolean)
  const unproven = [...port, ...none]
  return [
    findingDraft(
      {
        kind: 'unproven-health-check',
        rule: 'check-proves-no-application',
        severity: 'info',
        confidence: sure(0.95),
        subjects: [poolSubject(place)],
        startedAtMs: sinceMs,
        startedErrorMs: SETTLED_MS,
        text: `${place.pool.name}: ${words.join('; ')}`,
      },
      {
        thresholds: { settledMs: SETTLED_MS },
        evidence: unproven.slice(0, SHOWN).map((name) => claimEvidence(place, place.pool.servers.get(name)!)),
        facts: {
          servers: unproven.length,
          portOnly: port.length,
          unchecked: none.length,
          mode: place.pool.mode,
          said: plural(unproven.length, 'server'),
        },
      },
    ),
  ]
}
