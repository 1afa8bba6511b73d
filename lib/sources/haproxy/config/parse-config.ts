/** haproxy.cfg in, every pool's check settings out; what is not read is counted, what is wrong is named. */

import type { LoadBalancerSettings } from '../../../model/check-settings.ts'
import { type Inherited, inherit } from './inherit.ts'
import { unreadName } from './known-directives.ts'
import {
  type ConfigFile,
  type ConfigProblem,
  type Directive,
  MAX_PROBLEMS,
  readSections,
  type Section,
  type SectionKind,
} from './read-sections.ts'
import { resolvePool } from './resolve-pool.ts'
import { resolveTracking } from './resolve-tracking.ts'
import { countSaid, timeSaid } from './said.ts'

/** Different names that are counted. */
const MAX_UNKNOWN = 2_000

export type HaproxyConfig = {
  sections: { kind: SectionKind; keyword: string; name: string; file: string; line: number }[]
  settings: LoadBalancerSettings
  /** Directives and server options that are not read, and how often each occurs. */
  unknown: Record<string, number>
  problems: ConfigProblem[]
  /** Over `MAX_PROBLEMS` only the count goes on. */
  problemCount: number
}

/** Files in the order of their `-f`; any text gives a config. */
export function parseConfig(files: readonly ConfigFile[]): HaproxyConfig {
  const { sections, problems, problemCount } = readSections(files)
  let count = problemCount
  const problem = (one: ConfigProblem): void => {
    count++
    if (problems.length < MAX_PROBLEMS)
      problems.push({ ...one, ...(one.text ? { text: one.text.slice(0, 200) } : {}) })
  }
  const tally = new Map<string, number>()
  const unknown = (name: string): void => {
    if (tally.has(name) || tally.size < MAX_UNKNOWN) tally.set(name, (tally.get(name) ?? 0) + 1)
  }
  for (const section of sections)
    for (const directive of section.directives) {
      const name = unreadName(section, directive)
      if (name !== null) unknown(name)
    }
  const { proxies, global } = inherit(sections, problem)
  const tables = new Map<string, Directive>()
  for (const { section, own } of proxies)
    for (const one of own) if (one.words[0] === 'stick-table') tables.set(section.name, one)
  const frontendsOf = frontendsByPool(proxies)
  const pools = proxies
    .filter(({ section }) => section.kind !== 'frontend')
    .map((proxy) =>
      resolvePool(proxy, { frontends: frontendsOf(proxy.section.name), tables, unknown, problem }),
    )
    .filter((pool) => pool !== null)
  resolveTracking(pools)
  for (const name of repeated(pools.map((pool) => pool.pool)))
    problem({ ...pools.findLast((pool) => pool.pool === name)!.at!, reason: 'pool-twice', text: name })
  return {
    sections: sections.map(({ kind, keyword, name, file, line }) => ({ kind, keyword, name, file, line })),
    settings: {
      process: {
        at: globalPlace(sections, files),
        hardStopAfterMs: timeSaid(global, ['hard-stop-after']),
        graceMs: timeSaid(global, ['grace']),
        spreadChecksPercent: countSaid(global, ['spread-checks']),
        maxSpreadChecksMs: timeSaid(global, ['max-spread-checks']),
      },
      pools,
    },
    unknown: Object.fromEntries(tally),
    problems,
    problemCount: count,
  }
}

function globalPlace(sections: readonly Section[], files: readonly ConfigFile[]) {
  const found = sections.find(({ kind }) => kind === 'global')
  if (found) return { file: found.file, line: found.line, section: 'global' }
  return files[0] ? { file: files[0].name, line: 1, section: '' } : null
}

/** Frontends by the pool they name; a name made by a map or a variable may lead anywhere. */
function frontendsByPool(proxies: readonly Inherited[]): (pool: string) => Inherited[] {
  const named = new Map<string, Set<Inherited>>()
  const anywhere: Inherited[] = []
  for (const proxy of proxies) {
    if (proxy.section.kind === 'backend') continue
    for (const { words } of proxy.all) {
      const pool = words[1]
      if ((words[0] !== 'default_backend' && words[0] !== 'use_backend') || pool === undefined) continue
      if (/[%$[]/.test(pool)) anywhere.push(proxy)
      else named.set(pool, (named.get(pool) ?? new Set()).add(proxy))
    }
  }
  return (pool) => [...new Set([...(named.get(pool) ?? []), ...anywhere])]
}

function repeated(names: readonly string[]): Set<string> {
  const seen = new Set<string>()
  return new Set(names.filter((name) => seen.has(name) || !seen.add(name)))
}
