/** A pool that has no server left to send anyone to. */

import type { Server } from '../../model/server.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { nameSome, plural, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'

/** Requests that found no server within this window: somebody is harmed. */
export const HARM_WINDOW_S = 30
const SHOWN = 10

const isOut = ({ claim }: Server) =>
  claim.kind === 'down' || claim.kind === 'going-up' || claim.kind === 'maint' || claim.kind === 'drain'
const byOperator = ({ claim }: Server) =>
  (claim.kind === 'maint' && claim.by !== 'resolution') || claim.kind === 'drain'

function why(server: Server): string {
  const { check, claim } = server
  if (byOperator(server)) return claim.status
  const words = [check?.status, check?.lastText || check?.description].filter(Boolean).join(' ')
  return words ? `${claim.status}: ${words}` : claim.status
}

/** Requests of the last seconds that found no server, by the log or by the pool's own count. */
function harmed({ pool }: PoolPlace, nowMs: number): number {
  const from = Math.floor(nowMs / 1000) - HARM_WINDOW_S
  let unserved = 0
  for (const one of pool.traffic?.seconds ?? []) if (one.second > from) unserved += one.unserved
  return unserved
}

export function detectPoolOutage(scene: PoolScene, place: PoolPlace): FindingDraft[] {
  const { nowMs, memory } = scene
  const { pool } = place
  const servers = [...pool.servers.values()]
  // A weight of 0 may leave none although all say UP: the pool's own word counts then.
  const out = servers.length > 0 && servers.every(isOut)
  if (!out && pool.up !== false) {
    if (servers.some(({ claim }) => claim.kind === 'up' || claim.kind === 'going-down'))
      memory.servedPools.add(place.id)
    return []
  }
  if (servers.length === 0) return []
  const unserved = harmed(place, nowMs)
  const planned = out && servers.every(byOperator)
  const served = memory.servedPools.has(place.id)
  const last = servers.reduce((a, b) => (b.claimSinceMs > a.claimSinceMs ? b : a))
  const order = [...servers].sort((a, b) => a.claimSinceMs - b.claimSinceMs)
  const failing = (pool.rates?.failureRate ?? 0) > 0 || unserved > 0
  const reasons = new Set(servers.map((one) => one.check?.status).filter(Boolean))
  const text = planned
    ? `${pool.name} has no server left: ${plural(servers.length, 'server')} taken out by an operator`
    : `${pool.name} has no server left: ${nameSome(order.map((one) => one.name))} ${servers.length === 1 ? 'is' : 'are'} out of rotation`
  return [
    findingDraft(
      {
        kind: 'pool-outage',
        rule: 'no-usable-server',
        // What an operator took out, or what nobody asks for since it is known, is no alarm of the same weight.
        severity: planned && !failing ? 'info' : served || failing ? 'critical' : 'warning',
        confidence: sure(0.98),
        subjects: [
          poolSubject(place),
          ...servers.slice(0, SHOWN).map((one) => serverSubject(place, one.name)),
        ],
        startedAtMs: Math.min(nowMs, last.claimSinceMs),
        startedErrorMs: Math.max(50, last.claimErrorMs),
        text,
      },
      {
        thresholds: { harmWindowS: HARM_WINDOW_S },
        evidence: [
          ...order
            .slice(-SHOWN)
            .map((one) =>
              seen(
                place,
                'claim',
                serverSubject(place, one.name),
                { atMs: one.claimSinceMs, errorMs: one.claimErrorMs },
                `${sayServer(place, one.name)} is ${why(one)}`,
              ),
            ),
          ...(unserved > 0
            ? [
                seen(
                  place,
                  'traffic',
                  poolSubject(place),
                  { atMs: nowMs, errorMs: 1_000 },
                  `In the last ${HARM_WINDOW_S} s HAProxy had no server for ${plural(unserved, 'request')}`,
                ),
              ]
            : []),
        ],
        facts: {
          servers: servers.length,
          planned,
          unserved,
          firstOut: order[0]!.name,
          firstOutAtMs: order[0]!.claimSinceMs,
          reason: reasons.size === 1 ? [...reasons][0]! : null,
        },
      },
    ),
  ]
}
