/** The live picture as it was known at a moment that is over, made from the record. */

import type { ClaimKind } from '../model/claim.ts'
import { CLAIM_KINDS } from '../model/claim-kinds.ts'
import type { Incident } from '../model/incident.ts'
import type { LbEvent } from '../model/lb-event.ts'
import type { PoolSample, ServerSample } from '../model/server-sample.ts'
import type { Verdict, VerdictKind } from '../model/verdict.ts'
import { emptySnapshot } from './empty-snapshot.ts'
import {
  EVENT_TAPE,
  type LiveSnapshot,
  type PoolView,
  type ServerNumbers,
  type ServerView,
  STRIP_SECONDS,
} from './live-view.ts'
import type { NetworkSecond } from './network-view.ts'
import { toEventView } from './to-event-view.ts'
import { toHeadline } from './to-headline.ts'
import { toIncidentView } from './to-incident-view.ts'
import { toStripSeconds } from './to-strip-seconds.ts'

type Member = { name: string; address: string | null; backup: boolean; weight: number | null }
export type Past = {
  pools: { id: string; loadBalancer: string; name: string; mode: string | null; servers: Member[] }[]
  samples: ReadonlyMap<string, readonly PoolSample[]>
  events: readonly LbEvent[]
  words: readonly LbEvent[]
  incidents: readonly Incident[]
  network: ReadonlyMap<string, readonly NetworkSecond[]>
}

/** A reading older than so many of its own lengths says nothing of the moment. */
const FRESH_LENGTHS = 3
/** Ended ones stay in sight so long. */
const ENDED_SHOWN_MS = 600_000

const WORDS: Record<ClaimKind, string> = {
  ...{ unknown: 'unknown', up: 'UP', 'going-down': 'UP, failing checks', 'going-up': 'DOWN, passing checks' },
  ...{ down: 'DOWN', nolb: 'NOLB', drain: 'DRAIN', maint: 'MAINT', 'no-check': 'no check' },
}

export function toPastSnapshot(past: Past, atMs: number): LiveSnapshot {
  const pools = past.pools.map((pool) => toPastPool(pool, past, atMs))
  const incidents = past.incidents
    .filter((each) => each.endedAtMs === null || each.endedAtMs > atMs - ENDED_SHOWN_MS)
    .map((each) => toIncidentView(asKnown(each, atMs)))
  return {
    ...emptySnapshot,
    atMs,
    headline: toHeadline(pools, [], { hosts: [], vips: [], incidents }),
    pools,
    events: past.events.slice(0, EVENT_TAPE).map(toEventView),
    strips: Object.fromEntries(
      [...past.samples].map(([id, samples]) => [id, toStripSeconds(samples).slice(-STRIP_SECONDS)]),
    ),
    networkStrips: Object.fromEntries(
      [...past.network].map(([vip, seconds]) => [vip, seconds.slice(-STRIP_SECONDS)]),
    ),
    incidents,
  }
}

/** Without what was found later, and open where it ended later. */
export function asKnown(incident: Incident, atMs: number): Incident {
  const open = <T extends { endedAtMs: number | null }>(one: T): T =>
    one.endedAtMs !== null && one.endedAtMs > atMs ? { ...one, endedAtMs: null } : one
  const findings = incident.findings.filter((each) => each.detectedAtMs <= atMs).map(open)
  const narrative = incident.narrative.filter((line) => line.atMs <= atMs)
  return { ...open(incident), findings, narrative }
}

function toPastPool(pool: Past['pools'][number], past: Past, atMs: number): PoolView {
  const last = past.samples.get(pool.id)?.at(-1)
  const fresh = last !== undefined && last.startMs + FRESH_LENGTHS * last.resolutionS * 1000 > atMs
  const wordOf = (server: string, kind: LbEvent['kind']) =>
    past.words.find(
      (each) =>
        each.kind === kind &&
        each.loadBalancer === pool.loadBalancer &&
        each.pool === pool.name &&
        each.server === server,
    )
  const servers = [...(last?.servers ?? [])].map(([name, sample]): ServerView => {
    const member = pool.servers.find((each) => each.name === name)
    const kind = CLAIM_KINDS[sample.claim] ?? 'unknown'
    const told = wordOf(name, 'server-state')
    return {
      name,
      address: member?.address ?? null,
      backup: member?.backup ?? false,
      claim: { status: WORDS[kind], kind },
      claimSinceMs: told?.to === kind ? told.atMs : (past.samples.get(pool.id)?.[0]?.startMs ?? atMs),
      verdict: toVerdict(wordOf(name, 'verdict'), atMs),
      weight: member?.weight ?? null,
      strikes: null,
      checkProves: 'not kept',
      lastCheck: null,
      numbers: toNumbers(sample),
    }
  })
  const { id, loadBalancer, name, mode } = pool
  const status = last ? WORDS[CLAIM_KINDS[last.total.claim] ?? 'unknown'] : null
  const numbers = last ? toNumbers(last.total) : ([null, null, null, null, null] as ServerNumbers)
  return { id, loadBalancer, name, mode, status, fresh, numbers, servers }
}

const VERDICTS: readonly string[] = ['agrees', 'lying', 'unproven', 'no-traffic', 'unknown']

function toVerdict(event: LbEvent | undefined, atMs: number): Verdict {
  if (!event?.to || !VERDICTS.includes(event.to))
    return { kind: 'unknown', reason: 'not kept', rule: 'record', sinceMs: atMs }
  return { kind: event.to as VerdictKind, reason: event.reason ?? '', rule: 'record', sinceMs: event.atMs }
}

const toNumbers = (sample: ServerSample): ServerNumbers => [
  sample.sessions,
  sample.requestRate,
  sample.failureRate,
  sample.queue,
  sample.responseTimeMs,
]
