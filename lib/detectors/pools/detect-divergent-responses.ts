/** One page, and the servers give different versions of it: whoever is sent elsewhere sees a ghost. */

import type { PageVersions, PoolTraffic } from '../../model/pool-traffic.ts'
import type { Halves } from '../../model/traffic-detail.ts'
import { type FindingDraft, findingDraft, sure } from '../finding-draft.ts'
import {
  compareVersions,
  LEAST_AGREEMENT,
  LEAST_SAMPLES,
  LEAST_SPAN_MS,
  type Pair,
  SIGNIFICANT,
  type Side,
} from './compare-versions.ts'
import type { PoolPlace, PoolScene } from './pool-scene.ts'
import { nameSome, plural, poolSubject, sayServer, seen, serverSubject } from './pool-subjects.ts'

/** Pages are compared this often, and so many of one pool at once. */
export const COMPARE_EVERY_MS = 2_000
export const MAX_COMPARED = 60
const SHOWN_PAIRS = 12

/** A turn of the halves must not hide for a moment what stood a moment ago. */
const isMixed = (page: PageVersions | undefined) => page !== undefined && page.only === null

function gather(halves: Halves<Map<string, PageVersions>>, persistent: boolean, direct: boolean) {
  const pairs: Pair[] = []
  let tests = 0
  let compared = 0
  for (const [page, now] of halves.now) {
    const before = halves.before.get(page)
    const few = [...now.servers.values()].every((one) => one.samples < LEAST_SAMPLES)
    if (!isMixed(now) && !(few && isMixed(before))) continue
    if (++compared > MAX_COMPARED) break
    const found = compareVersions(page, now, before, { persistent, direct })
    pairs.push(...found.pairs)
    tests += found.tests
  }
  return { pairs, tests }
}

export function divergingPairs(traffic: PoolTraffic): Pair[] {
  const logged = gather(traffic.pages, traffic.stickyKept > 0, false)
  const probed = gather(traffic.probed, false, true)
  // As many tests as were made, so many times as likely is chance.
  const tests = logged.tests + probed.tests
  return [...probed.pairs, ...logged.pairs].filter((pair) => pair.p * tests < SIGNIFICANT)
}

/** Of a `Last-Modified`; 0 for what is no date: other words are dates to some parsers. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} /
const datedMs = (version: string) => (HTTP_DATE.test(version) ? Date.parse(version) || 0 : 0)

/** Servers by the version they give of one page, the odd ones first: the fewest, else the older version. */
function groups(pairs: readonly Pair[]): [version: string, servers: string[]][] {
  const byVersion = new Map<string, Set<string>>()
  for (const { a, b } of pairs)
    for (const { version, server } of [a, b])
      byVersion.set(version, (byVersion.get(version) ?? new Set()).add(server))
  return [...byVersion]
    .map(([version, servers]): [string, string[]] => [version, [...servers].sort()])
    .sort((a, b) => a[1].length - b[1].length || datedMs(a[0]) - datedMs(b[0]))
}

/** Null where as many give the one as the other and no date tells which is older: who is odd is not known. */
function oddOnes([first, second]: ReturnType<typeof groups>): string | null {
  if (!first || !second) return null
  const older = datedMs(first[0]) > 0 && datedMs(first[0]) < datedMs(second[0])
  return first[1].length < second[1].length || older ? first[1].join(', ') : null
}

const shortly = (version: string) => (version.length > 40 ? `${version.slice(0, 40)}…` : version)

const given = ({ server, version, samples, of }: Side) => ({ server, version, samples, of })

function toDraft(place: PoolPlace, pairs: Pair[]): FindingDraft {
  const traffic = place.pool.traffic!
  const pages = [...new Set(pairs.map((pair) => pair.page))]
  const [page] = pages
  const byVersion = groups(pairs.filter((pair) => pair.page === page))
  const servers = [...new Set(byVersion.flatMap(([, names]) => names))]
  const asked = `GET ${page}`
  const side = ({ server, version, samples, of }: Side) =>
    `${sayServer(place, server)} gave ${shortly(version)} ${samples} of ${of} times`
  const startedAtMs = Math.min(...pairs.map(({ a, b }) => Math.max(a.firstMs, b.firstMs)))
  const p = Math.min(...pairs.map((pair) => pair.p))
  const direct = pairs.some((pair) => pair.direct)
  const persistence = traffic.stickyKept > 0
  return findingDraft(
    {
      kind: 'divergent-responses',
      rule: 'disjoint-versions',
      severity: 'warning',
      confidence: sure(0.75 + (direct ? 0.15 : 0) + (p < 1e-4 ? 0.08 : 0)),
      subjects: [poolSubject(place), ...servers.slice(0, 10).map((name) => serverSubject(place, name))],
      startedAtMs,
      startedErrorMs: 30_000,
      text: `${asked} differs by server: ${byVersion
        .slice(0, 3)
        .map(
          ([version, names]) =>
            `${nameSome(names)} ${names.length === 1 ? 'gives' : 'give'} ${shortly(version)}`,
        )
        .join(', ')}${pages.length > 1 ? ` (and ${plural(pages.length - 1, 'further page')})` : ''}`,
    },
    {
      thresholds: {
        leastSamples: LEAST_SAMPLES,
        significant: SIGNIFICANT,
        leastAgreement: LEAST_AGREEMENT,
        leastSpanMs: LEAST_SPAN_MS,
      },
      evidence: pairs
        .slice(0, SHOWN_PAIRS)
        .map(({ page: one, a, b, direct: asDirect }) =>
          seen(
            place,
            'traffic',
            serverSubject(place, a.server),
            { atMs: Math.max(a.lastMs, b.lastMs), errorMs: 1_000 },
            `GET ${one}${asDirect ? ', asked directly' : ''}: ${side(a)}, ${side(b)}`,
          ),
        ),
      differences: pairs.slice(0, SHOWN_PAIRS).map(({ page: one, a, b, p: chance }) => ({
        page: one,
        a: given(a),
        b: given(b),
        p: chance,
      })),
      facts: {
        page: asked,
        pages: pages.length,
        pairs: pairs.length,
        p,
        direct,
        persistence,
        odd: oddOnes(byVersion),
      },
    },
  )
}

export function detectDivergentResponses(scene: PoolScene, place: PoolPlace): FindingDraft[] {
  const { nowMs, memory } = scene
  const { traffic } = place.pool
  if (!traffic || (traffic.pages.now.size === 0 && traffic.probed.now.size === 0)) return []
  const known = memory.divergent.get(place.id)
  if (known && Math.abs(nowMs - known.atMs) < COMPARE_EVERY_MS) return known.drafts
  const pairs = divergingPairs(traffic)
  const drafts = pairs.length > 0 ? [toDraft(place, pairs)] : []
  memory.divergent.set(place.id, { atMs: nowMs, drafts })
  return drafts
}
