/** A pool's stored samples as lines to draw: the servers that matter most each, all others as one. */

import type { PoolSample, ServerSample } from '#lib/model/server-sample'
import type { ServerView } from '#lib/views/live-view'

export const METRICS = ['requestRate', 'failureRate', 'responseTimeMs', 'sessions', 'queue'] as const
export type Metric = (typeof METRICS)[number]
export type Point = { atMs: number; values: (number | null)[] }
/** `names` are servers, then `OTHERS` where there are more. */
export type Series = { metric: Metric; names: string[]; points: Point[]; stepMs: number }

export const OTHERS = 'all others'
export const TOP_SERVERS = 6

const PLACE: Record<Metric, number> = {
  sessions: 0,
  requestRate: 1,
  failureRate: 2,
  queue: 3,
  responseTimeMs: 4,
}

/** Samples oldest first; `names` are all of the pool's servers, those to prefer first. */
export function chartSeries(
  samples: readonly PoolSample[],
  metric: Metric,
  names: readonly string[],
  stepMs: number,
): Series {
  const sums = new Map(names.map((name) => [name, 0]))
  for (const sample of samples)
    for (const [name, server] of sample.servers) sums.set(name, (sums.get(name) ?? 0) + (server[metric] ?? 0))
  const byWeight = [...sums.entries()].sort((a, b) => b[1] - a[1]).map(([name]) => name)
  const top = byWeight.slice(0, TOP_SERVERS)
  const drawn = byWeight.length > top.length ? [...top, OTHERS] : top
  const points = inSteps(samples, stepMs).map(({ atMs, samples: some }) => ({
    atMs,
    values: drawn.map((name) =>
      meanOf(some.map((sample) => valueOfSample(sample.servers, name, top, metric))),
    ),
  }))
  return { metric, names: drawn, points: withGaps(points, stepMs), stepMs }
}

function valueOfSample(
  servers: ReadonlyMap<string, ServerSample>,
  name: string,
  top: readonly string[],
  metric: Metric,
) {
  if (name !== OTHERS) return servers.get(name)?.[metric] ?? null
  const rest = [...servers].filter(([other]) => !top.includes(other)).map(([, server]) => server[metric])
  return together(rest, metric)
}

/** Rates and counts add up; a time is a mean. */
function together(values: readonly (number | null)[], metric: Metric): number | null {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  const sum = known.reduce((total, value) => total + value, 0)
  return metric === 'responseTimeMs' ? sum / known.length : sum
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0) / known.length
}

function inSteps(samples: readonly PoolSample[], stepMs: number) {
  const steps: { atMs: number; samples: PoolSample[] }[] = []
  for (const sample of samples) {
    const atMs = Math.floor(sample.startMs / stepMs) * stepMs
    const last = steps.at(-1)
    if (last?.atMs === atMs) last.samples.push(sample)
    else steps.push({ atMs, samples: [sample] })
  }
  return steps
}

/** A point of nothing where a step is missing, so that the line breaks there. */
function withGaps(points: readonly Point[], stepMs: number): Point[] {
  return points.flatMap((point, i) => {
    const before = points[i - 1]
    if (!before || point.atMs - before.atMs <= 2 * stepMs) return [point]
    return [{ atMs: before.atMs + stepMs, values: point.values.map(() => null) }, point]
  })
}

/** The series with what the live page now says at its end; a step already there is replaced, the oldest leave. */
export function appendLive(
  series: Series,
  servers: readonly ServerView[],
  atMs: number,
  fromMs: number,
): Series {
  const place = PLACE[series.metric]
  const values = series.names.map((name) => {
    if (name !== OTHERS) return servers.find((server) => server.name === name)?.numbers[place] ?? null
    const rest = servers
      .filter((server) => !series.names.includes(server.name))
      .map((server) => server.numbers[place])
    return together(rest as (number | null)[], series.metric)
  })
  const step = Math.floor(atMs / series.stepMs) * series.stepMs
  const kept = series.points.filter((point) => point.atMs < step && point.atMs >= fromMs)
  return { ...series, points: withGaps([...kept, { atMs: step, values }], series.stepMs) }
}
