/** Whether the servers of a pool give different versions of one page, and what proves it. */

import type { PageVersions, SeenVersion, ServerVersions } from '../../model/pool-traffic.ts'

/** Answers of each side: at 5 and 5 without any in common, chance has .008 left; at 3 and 3 .10. */
export const LEAST_SAMPLES = 5
export const SIGNIFICANT = 0.01
/** Two answers of one server must mostly agree: a page that differs by visitor or by the second does not. */
export const LEAST_AGREEMENT = 0.6
/** Both were seen over the same stretch at least this long: a change that is on its way is no divergence. */
export const LEAST_SPAN_MS = 10_000
/** Each version was given to so many clients, or one client was given both. */
const LEAST_CLIENTS = 2

export type Side = {
  server: string
  version: string
  samples: number
  of: number
  firstMs: number
  lastMs: number
}
export type Pair = { page: string; a: Side; b: Side; p: number; direct: boolean }

type Merged = { samples: number; versions: Map<string, SeenVersion> }

function merge(halves: readonly (ServerVersions | undefined)[]): Merged {
  const merged: Merged = { samples: 0, versions: new Map() }
  for (const half of halves) {
    if (!half) continue
    merged.samples += half.samples
    for (const [version, seen] of [[half.version, half.seen] as const, ...(half.others ?? [])]) {
      const known = merged.versions.get(version)
      merged.versions.set(
        version,
        known
          ? {
              count: known.count + seen.count,
              firstMs: Math.min(known.firstMs, seen.firstMs),
              lastMs: Math.max(known.lastMs, seen.lastMs),
              clients: [...new Set([...known.clients, ...seen.clients])],
            }
          : seen,
      )
    }
  }
  return merged
}

/** Chance that two answers of this server are the same version; what was not kept apart agrees with nothing. */
export function agreement({ samples, versions }: Merged): number {
  let same = 0
  for (const { count } of versions.values()) same += count * count
  return samples === 0 ? 0 : same / (samples * samples)
}

/** Fisher's exact test, two-sided, for a and b answers without a version in common. */
export function fisherDisjoint(a: number, b: number): number {
  let ways = 1
  for (let n = 1; n <= Math.min(a, b); n++) ways *= (Math.max(a, b) + n) / n
  return Math.min(1, 2 / ways)
}

type Standing = {
  side: Side
  clients: string[]
  /** What it gave since it gives what it gives now; all of it where its versions alternate. */
  versions: ReadonlySet<string>
  agrees: boolean
}

/** A server that went over to another version is judged by the new one, from then on. */
function standingOf(server: string, merged: Merged): Standing {
  const [version, seen] = [...merged.versions].reduce((a, b) => (b[1].lastMs > a[1].lastMs ? b : a))
  const { firstMs, lastMs, clients } = seen
  const turned = [...merged.versions].every(([other, one]) => other === version || one.lastMs <= firstMs)
  if (turned) {
    const side = { server, version, samples: seen.count, of: seen.count, firstMs, lastMs }
    return { side, clients, versions: new Set([version]), agrees: true }
  }
  const [most, top] = [...merged.versions].reduce((a, b) => (b[1].count > a[1].count ? b : a))
  const side = {
    ...{ server, version: most, samples: top.count, of: merged.samples },
    ...{ firstMs: top.firstMs, lastMs: top.lastMs },
  }
  const agrees = agreement(merged) >= LEAST_AGREEMENT
  return { side, clients: top.clients, versions: new Set(merged.versions.keys()), agrees }
}

/** How many of its answers fall into the stretch that both were seen in. */
const within = ({ of, firstMs, lastMs }: Side, spanMs: number) =>
  Math.floor(of * Math.min(1, spanMs / Math.max(1, lastMs - firstMs)))

/** A page of one visitor each: the same server gives each its own, and persistence keeps them apart. */
function isOfVisitors(a: string[], b: string[], persistent: boolean, direct: boolean): boolean {
  if (direct || (a.length >= LEAST_CLIENTS && b.length >= LEAST_CLIENTS)) return false
  return persistent || !a.some((client) => b.includes(client))
}

export type Compared = { pairs: Pair[]; tests: number }

/** `persistent`: clients come back to their server. `direct`: Polygraph itself asked each server. */
export function compareVersions(
  page: string,
  now: PageVersions,
  before: PageVersions | undefined,
  { persistent, direct }: { persistent: boolean; direct: boolean },
): Compared {
  const names = new Set([...now.servers.keys(), ...(before?.servers.keys() ?? [])])
  const standings: Standing[] = []
  for (const name of names) {
    const merged = merge([before?.servers.get(name), now.servers.get(name)])
    if (merged.samples >= LEAST_SAMPLES && merged.versions.size > 0) standings.push(standingOf(name, merged))
  }
  const pairs: Pair[] = []
  let tests = 0
  for (const [at, one] of standings.entries())
    for (const other of standings.slice(at + 1)) {
      tests++
      const [a, b] = [one.side, other.side]
      if (!one.agrees || !other.agrees || a.version === b.version) continue
      if ([...one.versions].some((version) => other.versions.has(version))) continue
      const spanMs = Math.min(a.lastMs, b.lastMs) - Math.max(a.firstMs, b.firstMs)
      const [inA, inB] = [within(a, spanMs), within(b, spanMs)]
      if (spanMs < LEAST_SPAN_MS || Math.min(inA, inB) < LEAST_SAMPLES) continue
      if (isOfVisitors(one.clients, other.clients, persistent, direct)) continue
      pairs.push({ page, a, b, p: fisherDisjoint(inA, inB), direct })
    }
  return { pairs, tests }
}
