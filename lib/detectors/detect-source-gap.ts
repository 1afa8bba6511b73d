/** A source that has gone silent: nothing is known of what it watches until it speaks again. */

import { evidence, type FindingDraft, findingDraft, hostSubject, sure } from './finding-draft.ts'
import { agentsHeardUntil, heardUntil, type Scene } from './scene.ts'

export const SILENT_MS = 3_000
export const INTERVALS = 3
const LAGS = 2
/** Most of them at once: so long it may be the dashboard that cannot hear. */
export const ALL_SILENT_MS = 10_000

/** `beatMs` is how often a load balancer's statistics are asked for. */
export function detectSourceGap(scene: Scene, beatMs: (loadBalancer: string) => number): FindingDraft[] {
  const since = scene.memory.listeningSinceMs ?? scene.nowMs
  const hearingMs = heardUntil(scene.world, scene.nowMs)
  const agentsMs = agentsHeardUntil(scene.world, scene.nowMs)
  const found: FindingDraft[] = []
  for (const host of scene.world.hosts.values()) {
    // On a busy machine reports come late, several at once: that is no silence.
    const lagMs = scene.memory.lagMs.get(host.name) ?? 0
    const limitMs =
      Math.max(SILENT_MS, INTERVALS * (host.hello?.intervalMs ?? 1_000)) + LAGS * Math.round(lagMs)
    const lastMs = Math.max(host.heardAtMs, since)
    if (agentsMs - lastMs <= limitMs && scene.nowMs - lastMs <= Math.max(limitMs, ALL_SILENT_MS)) continue
    const subject = hostSubject(host.name)
    found.push(
      findingDraft(
        {
          kind: 'source-gap',
          rule: 'agent-silent',
          severity: 'warning',
          confidence: sure(0.95),
          subjects: [subject],
          startedAtMs: host.heardAtMs,
          startedErrorMs: host.hello?.intervalMs ?? 1_000,
          text: `The agent on ${host.name} is silent`,
        },
        {
          thresholds: { silentMs: limitMs },
          evidence: [
            evidence(
              'source',
              'beside',
              host.name,
              subject,
              { atMs: host.heardAtMs, errorMs: 0 },
              `The last report of ${host.name}'s agent`,
            ),
          ],
          facts: { intervalMs: host.hello?.intervalMs ?? null },
        },
      ),
    )
  }
  for (const lb of scene.world.loadBalancers.values()) {
    if (lb.statsAtMs === null) continue
    const limitMs = Math.max(SILENT_MS, INTERVALS * beatMs(lb.name))
    const lastMs = Math.max(lb.statsAtMs, since)
    if (hearingMs - lastMs <= limitMs && scene.nowMs - lastMs <= Math.max(limitMs, ALL_SILENT_MS)) continue
    const subject = { type: 'load-balancer' as const, id: lb.name }
    found.push(
      findingDraft(
        {
          kind: 'source-gap',
          rule: 'statistics-silent',
          severity: 'warning',
          confidence: sure(0.95),
          subjects: [subject],
          startedAtMs: lb.statsAtMs,
          startedErrorMs: beatMs(lb.name),
          text: `${lb.name} does not answer for its statistics`,
        },
        {
          thresholds: { silentMs: limitMs },
          evidence: [
            evidence(
              'source',
              'beside',
              lb.name,
              subject,
              { atMs: lb.statsAtMs, errorMs: 0 },
              `The last statistics of ${lb.name}`,
            ),
          ],
        },
      ),
    )
  }
  return found
}
