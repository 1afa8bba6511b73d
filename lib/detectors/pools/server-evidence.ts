/** Both sides of one server: what HAProxy claims of it, and what its traffic says. */

import type { Evidence } from '../../model/finding.ts'
import type { Server } from '../../model/server.ts'
import { checkLevel } from '../check-level.ts'
import type { TrafficEvidence } from '../traffic-evidence.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { percent, sayServer, seen, serverSubject } from './pool-subjects.ts'
import { sayDetail } from './read-detail.ts'
import { sayCharges } from './watch-charges.ts'

const PROVES: Record<ReturnType<typeof checkLevel>, string> = {
  application: 'its check asks the application for one path',
  tls: 'its check proves a TLS handshake only',
  port: 'its check proves only that the port accepts',
  program: 'its check is an external program',
  tracked: 'its state follows another server',
  none: 'nothing checks it',
  unknown: 'what its check proves is not known from logs',
}

export const sayChecked = (server: Server): string => PROVES[checkLevel(server)]

export function claimEvidence(place: PoolPlace, server: Server): Evidence {
  const { check, claim } = server
  const result =
    check?.status == null
      ? ''
      : `, check ${[check.status, check.code, check.durationMs === null ? null : `in ${check.durationMs} ms`].filter((part) => part !== null).join(' ')}`
  const when = { atMs: server.claimSeenAtMs, errorMs: server.claimErrorMs }
  const text = `HAProxy says ${sayServer(place, server.name)} is ${claim.status}${result}; ${sayChecked(server)}`
  return seen(place, 'claim', serverSubject(place, server.name), when, text)
}

export function trafficEvidenceOf(
  { memory, nowMs }: PoolScene,
  place: PoolPlace,
  server: Server,
  traffic: TrafficEvidence,
): Evidence[] {
  const subject = serverSubject(place, server.name)
  const name = sayServer(place, server.name)
  const found: Evidence[] = []
  const { since } = traffic
  if (since !== null)
    found.push(
      seen(
        place,
        'traffic',
        subject,
        since,
        `${since.failures} of ${since.requests} requests to ${name} failed since then (${percent(since.failures / Math.max(1, since.requests))})`,
      ),
    )
  const by = traffic.by === 'log' ? 'by the log' : 'by its statistics'
  const text = `In the last 10 s ${traffic.failures} of ${traffic.requests} requests to ${name} failed, ${by}`
  if (traffic.requests > 0) found.push(seen(place, 'traffic', subject, { atMs: nowMs, errorMs: 1_000 }, text))
  const detail = sayDetail(server, nowMs)
  if (detail !== null)
    found.push(
      seen(place, 'traffic', subject, { atMs: nowMs, errorMs: 1_000 }, `${name} in the last 30 s: ${detail}`),
    )
  const charged = sayCharges(memory, place, server.name)
  if (charged !== null)
    found.push(
      seen(
        place,
        'traffic',
        subject,
        { atMs: nowMs, errorMs: 1_000 },
        `HAProxy itself charged ${name} with ${charged.text} in ${charged.overS} s`,
      ),
    )
  if (traffic.probe !== null)
    found.push(
      seen(
        place,
        'traffic',
        subject,
        { atMs: traffic.probe.sinceMs, errorMs: 1_000 },
        `Asked directly, ${name} failed ${traffic.probe.inARow} times in a row: ${traffic.probe.failure}`,
      ),
    )
  else if (server.probe && server.probe.failure === null)
    found.push(
      seen(
        place,
        'traffic',
        subject,
        { atMs: server.probe.atMs, errorMs: 500 },
        `Asked directly, ${name} answers ${server.probe.path} as expected`,
      ),
    )
  return found
}
