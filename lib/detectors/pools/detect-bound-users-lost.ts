/** Users whom a stick table binds to a server that has gone: their sessions stayed there. */

import type { Server } from '../../model/server.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import { CLIENTS } from './detect-sticky-sessions-lost.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { plural, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'

/** It is told for so long after the server has gone. */
export const TOLD_MS = 60_000
/** A count that is older than this when it goes says little. */
export const COUNT_FRESH_MS = 60_000

const OUT = new Set(['down', 'going-up', 'maint'])

function toDraft({ nowMs }: PoolScene, place: PoolPlace, server: Server): FindingDraft[] {
  const { bound, claim, claimSinceMs, claimErrorMs } = server
  if (!bound?.serving || !OUT.has(claim.kind) || nowMs - claimSinceMs > TOLD_MS) return []
  const { serving } = bound
  if (serving.users < CLIENTS || claimSinceMs - serving.atMs > COUNT_FRESH_MS) return []
  const name = sayServer(place, server.name)
  const subject = serverSubject(place, server.name)
  const moved = bound.atMs > serving.atMs ? Math.max(0, serving.users - bound.users) : 0
  const users = plural(serving.users, 'user')
  const since = moved > 0 ? `; ${moved} of them were sent elsewhere or expired since` : ''
  return [
    findingDraft(
      {
        kind: 'sticky-sessions-lost',
        rule: 'bound-by-stick-table',
        severity: 'warning',
        confidence: sure(0.85),
        subjects: [subject, poolSubject(place)],
        startedAtMs: claimSinceMs,
        startedErrorMs: Math.max(50, claimErrorMs),
        text: `${users} of ${place.pool.name} were bound to ${server.name} when it went ${claim.kind === 'maint' ? 'into maintenance' : 'down'}${since}`,
      },
      {
        thresholds: { clients: CLIENTS, toldMs: TOLD_MS, countFreshMs: COUNT_FRESH_MS },
        evidence: [
          seen(
            place,
            'claim',
            subject,
            { atMs: claimSinceMs, errorMs: claimErrorMs },
            `HAProxy says ${name} is ${claim.status}`,
          ),
          seen(
            place,
            'traffic',
            subject,
            { atMs: serving.atMs, errorMs: 1_000 },
            `The stick table ${place.pool.name} bound ${users} to ${name}`,
          ),
          ...(bound.atMs > serving.atMs
            ? [
                seen(
                  place,
                  'traffic',
                  subject,
                  { atMs: bound.atMs, errorMs: 1_000 },
                  `The stick table ${place.pool.name} still binds ${plural(bound.users, 'user')} to ${name}`,
                ),
              ]
            : []),
        ],
        facts: { clients: serving.users, from: server.name, moved, left: bound.users },
      },
    ),
  ]
}

export const detectBoundUsersLost = (scene: PoolScene, place: PoolPlace): FindingDraft[] =>
  [...place.pool.servers.values()].flatMap((server) => toDraft(scene, place, server))
