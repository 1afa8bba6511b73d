/** Polygraph about itself, as Prometheus text. */

import type { PoolView, SourceView } from '#lib/views/live-view'

const quoted = (text: string) => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
const labels = (pairs: Record<string, string>) =>
  `{${Object.entries(pairs)
    .map(([name, value]) => `${name}="${quoted(value)}"`)
    .join(',')}}`

type Sample = [labels: Record<string, string>, value: number]

function metric(name: string, type: 'counter' | 'gauge', help: string, samples: Sample[]): string {
  const lines = samples.map(
    ([pairs, value]) => `${name}${Object.keys(pairs).length ? labels(pairs) : ''} ${value}`,
  )
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`
}

export function toMetrics(
  pools: PoolView[],
  sources: SourceView[],
  process: { browsers: number; rssBytes: number; cpuSeconds: number; nowMs: number },
): string {
  const byVerdict = (pool: PoolView) => {
    const counts = new Map<string, number>()
    for (const { verdict } of pool.servers) counts.set(verdict.kind, (counts.get(verdict.kind) ?? 0) + 1)
    return [...counts]
  }
  const tally = (pick: (source: SourceView) => Record<string, number>): Sample[] =>
    sources.flatMap((source) =>
      Object.entries(pick(source)).map(([reason, n]): Sample => [{ source: source.name, reason }, n]),
    )
  return [
    metric(
      'polygraph_source_readings_total',
      'counter',
      'Readings understood',
      sources.map((s) => [{ source: s.name }, s.readings]),
    ),
    metric(
      'polygraph_source_rejects_total',
      'counter',
      'Rows and lines that could not be read',
      tally((s) => s.rejects),
    ),
    metric(
      'polygraph_source_losses_total',
      'counter',
      'Input lost at a limit',
      tally((s) => s.losses),
    ),
    metric(
      'polygraph_source_fresh',
      'gauge',
      '1 while the source can be believed',
      sources.map((s) => [{ source: s.name }, Number(s.fresh)]),
    ),
    metric(
      'polygraph_servers',
      'gauge',
      'Servers by verdict',
      pools.flatMap((pool) => byVerdict(pool).map(([verdict, n]): Sample => [{ pool: pool.id, verdict }, n])),
    ),
    metric('polygraph_browsers', 'gauge', 'Browsers connected', [[{}, process.browsers]]),
    metric('process_resident_memory_bytes', 'gauge', 'Resident memory', [[{}, process.rssBytes]]),
    metric('process_cpu_seconds_total', 'counter', 'CPU time', [[{}, process.cpuSeconds]]),
  ].join('')
}
