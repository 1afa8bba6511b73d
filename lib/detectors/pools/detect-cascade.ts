/** Server after server is evicted because each takes over the load of those before it. */

import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { nameSome, percent, plural, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'
import { type Eviction, watchEvictions } from './watch-evictions.ts'

/** The next eviction follows the one before within this. */
export const FOLLOWS_WITHIN_MS = 60_000
/** Where its first failed check was not seen, the next one has to come so much later: what fails together falls together. */
export const APART_MS = 2_000
/** Load on the survivors that explains an eviction. */
export const EXPLAINS_FROM = 0.9
/** Load that may make a process fail for good, so that its port is closed. */
export const KILLS_FROM = 1.2
/** Where capacity is not known: its connections grew so many times. */
export const SESSIONS_GREW = 3
/** Over when nobody was evicted for this long, unless hardly anyone is left. */
export const QUIET_MS = 60_000
const SHOWN = 20

/** Its trouble began after the one before was gone: with what they share, all would have begun at once. */
function beganAfter(one: Eviction, before: Eviction): boolean {
  const outMs = before.atMs - before.errorMs
  if (
    before.returnedAtMs !== null &&
    before.returnedAtMs < (one.failingSinceMs ?? one.atMs) - FOLLOWS_WITHIN_MS / 2
  )
    return false
  return one.failingSinceMs !== null ? one.failingSinceMs >= outMs : one.atMs - before.atMs >= APART_MS
}

function isByLoad(one: Eviction): boolean {
  // A process that died is gone at once, however many waited for it: only far too many may have killed it.
  if (one.status?.startsWith('L4CON')) return (one.loadBefore ?? 0) >= KILLS_FROM
  if (one.loadBefore !== null && one.loadBefore >= EXPLAINS_FROM) return true
  return one.loadBefore === null && (one.sessionsGrew ?? 0) >= SESSIONS_GREW
}

/** The newest run of evictions in which each follows from those before; empty where there is none. */
export function chainOf(evictions: readonly Eviction[]): Eviction[] {
  let chain: Eviction[] = []
  for (const one of evictions) {
    const last = chain.at(-1)
    if (!last || one.atMs - last.atMs > FOLLOWS_WITHIN_MS) {
      chain = [one]
      continue
    }
    const cause = chain.find((each) => each.server !== one.server && beganAfter(one, each))
    if (cause && isByLoad(one)) chain.push(one)
    else if (chain.length === 1) chain = [one.atMs - last.atMs < APART_MS ? last : one]
  }
  return new Set(chain.map((one) => one.server)).size > 1 ? chain : []
}

function isRunning(place: PoolPlace, chain: readonly Eviction[], nowMs: number): boolean {
  const servers = [...place.pool.servers.values()]
  const away = servers.filter((one) => one.claim.kind === 'down' || one.claim.kind === 'going-up')
  if (away.length === 0) return false
  return nowMs - chain.at(-1)!.atMs <= QUIET_MS || servers.length - away.length <= 1
}

const why = ({ status, text }: Eviction) => [status, text].filter(Boolean).join(' ') || 'its check'

export function detectCascade(scene: PoolScene, place: PoolPlace): FindingDraft[] {
  const { nowMs } = scene
  const chain = chainOf(watchEvictions(scene, place))
  const [first, ...later] = chain
  if (!first || !isRunning(place, chain, nowMs)) return []
  const names = [...new Set(chain.map((one) => one.server))]
  const followed = names.filter((name) => name !== first.server)
  const most = later.reduce<number | null>(
    (sum, one) => (one.loadBefore === null ? sum : Math.max(sum ?? 0, one.loadBefore)),
    null,
  )
  const load =
    most === null
      ? 'as their connections piled up'
      : `as the load on them rose to ${percent(most)} of what they can carry`
  return [
    findingDraft(
      {
        kind: 'cascade',
        rule: 'evicted-one-after-another',
        severity: 'critical',
        confidence: sure(0.7 + (most !== null ? 0.12 : 0) + 0.06 * Math.min(3, later.length)),
        subjects: [poolSubject(place), ...names.slice(0, SHOWN).map((name) => serverSubject(place, name))],
        startedAtMs: first.atMs,
        startedErrorMs: Math.max(50, first.errorMs),
        text: `${place.pool.name} falls server by server: ${first.server} was evicted (${why(first)}), then ${nameSome(followed)} ${load}`,
      },
      {
        thresholds: {
          followsWithinMs: FOLLOWS_WITHIN_MS,
          explainsFrom: EXPLAINS_FROM,
          sessionsGrew: SESSIONS_GREW,
        },
        evidence: chain.slice(0, SHOWN).map((one, index) => {
          const carried =
            one.loadBefore === null
              ? ''
              : `; before that the servers in rotation were asked for ${percent(one.loadBefore)} of what they can carry`
          const grew =
            one.loadBefore === null && (one.sessionsGrew ?? 0) >= SESSIONS_GREW
              ? `; it held ${one.sessionsGrew!.toFixed(1)} times its usual connections`
              : ''
          return seen(
            place,
            'claim',
            serverSubject(place, one.server),
            { atMs: one.atMs, errorMs: one.errorMs },
            `${sayServer(place, one.server)} was evicted${index === 0 ? ' first' : ''}: ${why(one)}${index === 0 ? '' : carried + grew}`,
          )
        }),
        facts: {
          startedBy: first.server,
          startedWith: why(first),
          evicted: names.length,
          servers: place.pool.servers.size,
          load: most === null ? null : Math.round(most * 100) / 100,
          order: nameSome(names, 8),
          state: plural(names.length, 'server'),
        },
      },
    ),
  ]
}
