/** Clients whose cookie names a server that they can no longer be sent to: their session stayed there. */

import { MAX_STICKY_LOSSES, type StickyLoss } from '../../model/pool-traffic.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { nameSome, plural, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'

/** So many different clients within the window; or so many losses, where many share one address. */
export const CLIENTS = 3
export const LOSSES = 6
export const LOSS_WINDOW_MS = 60_000
/** Counted back so far; over when no client lost its server for OVER_MS. */
export const COUNTED_MS = 300_000
export const OVER_MS = 20_000
const SHOWN = 10

const FLAGS: Record<string, string> = {
  DI: 'their server was down',
  VI: 'their server did not answer',
  II: 'their cookie names no server of this pool',
}

/** Oldest first; what is too old is forgotten. */
function lately(losses: StickyLoss[], nowMs: number): StickyLoss[] {
  const from = losses.findIndex((one) => nowMs - one.atMs <= COUNTED_MS)
  losses.splice(0, from < 0 ? losses.length : from)
  const newest = losses.at(-1)?.atMs ?? 0
  return losses.filter((one) => newest - one.atMs <= LOSS_WINDOW_MS)
}

/** Who loses its server is given another and does not lose it again: each loss may be somebody else. */
function sayClients(least: number, most: number): string {
  if (least === most) return plural(least, 'client')
  return `${least} to ${most} clients (${most} lost, from ${least === 1 ? 'one address' : `${least} addresses`})`
}

function mostOf(words: readonly string[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])
}

export function detectStickySessionsLost(scene: PoolScene, place: PoolPlace): FindingDraft[] {
  const { nowMs } = scene
  const known = place.pool.traffic?.stickyLosses
  if (!known || known.length === 0) return []
  const recent = lately(known, nowMs)
  const clients = new Set(recent.map((one) => one.client)).size
  if (clients < CLIENTS && recent.length < LOSSES) return []
  if (nowMs - recent.at(-1)!.atMs > OVER_MS) return []
  const first = recent[0]!
  const from = mostOf(recent.flatMap((one) => one.from ?? []))
  const to = mostOf(recent.map((one) => one.to))
  const [flags] = mostOf(recent.map((one) => one.flags))[0]!
  const names = from.map(([name]) => name)
  const lost = names.length > 0 ? nameSome(names) : 'their server'
  const pool = poolSubject(place)
  return [
    findingDraft(
      {
        kind: 'sticky-sessions-lost',
        rule: 'cookie-sent-elsewhere',
        severity: 'warning',
        confidence: sure(flags === 'II' ? 0.6 : clients < CLIENTS ? 0.75 : 0.9),
        subjects: [pool, ...names.slice(0, SHOWN).map((name) => serverSubject(place, name))],
        startedAtMs: first.atMs,
        startedErrorMs: 1_000,
        text: `${sayClients(clients, recent.length)} of ${place.pool.name} lost ${lost}: ${FLAGS[flags] ?? flags}`,
      },
      {
        thresholds: { clients: CLIENTS, losses: LOSSES, windowMs: LOSS_WINDOW_MS, overMs: OVER_MS },
        evidence: recent
          .slice(-SHOWN)
          .map((one) =>
            seen(
              place,
              'traffic',
              one.from === null ? pool : serverSubject(place, one.from),
              { atMs: one.atMs, errorMs: 1_000 },
              `Client ${one.client} was sent to ${sayServer(place, one.to)} (cookie flags ${one.flags})`,
            ),
          ),
        facts: {
          clients,
          losses: recent.length,
          from: names[0] ?? null,
          fromKnown: from.reduce((sum, [, count]) => sum + count, 0),
          to: nameSome(to.map(([name]) => name)),
          flags,
          atLimit: known.length >= MAX_STICKY_LOSSES,
        },
      },
    ),
  ]
}
