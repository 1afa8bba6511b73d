/** What a pool's check settings trade, by its haproxy.cfg, or by what can be seen where there is none. */

import type { LintFinding } from '#lib/lint/finding'
import type { CheckedGroup } from '#lib/lint/summarize-pool'
import type { LoadBalancerSettings, PoolSettings, ServerSettings } from '#lib/model/check-settings'
import type { LoadBalancer } from '#lib/model/load-balancer'
import type { Pool } from '#lib/model/pool'
import type { EvictionTime } from '#lib/risk/time-to-evict'
import type { CheckGroupView, PoolChecksView, TradeView } from '#lib/views/pool-detail-view'
import type { LintOnce } from './lint-once.ts'
import { settingsSeen } from './settings-seen.ts'
import { bare, poolSettings, serverSettings } from './to-settings.ts'

/** Names of one group that are sent. */
const MAX_NAMES = 200

const trade = (time: EvictionTime | null): TradeView =>
  time && { minMs: time.minMs, maxMs: time.maxMs, from: time.from, disagrees: time.disagrees }

function toGroup(group: CheckedGroup, pool: PoolSettings): CheckGroupView {
  const first = pool.servers.find(({ server }) => server === group.servers[0])
  const { servers, serverCount, kind, proves, timing, stall } = group
  return {
    ...{ servers: servers.slice(0, MAX_NAMES), serverCount, kind, proves, stall },
    settings: first ? serverSettings(first) : [],
    ...(timing && {
      keeps: {
        refusing: trade(group.refusing),
        hung: trade(group.hung),
        unreachable: trade(group.unreachable),
      },
    }),
  }
}

const say = ({ rule, severity, text, instead, at }: LintFinding): PoolChecksView['says'][number] => ({
  ...{ rule, severity, text, instead },
  where: at && `${bare(at.file)} line ${at.line}`,
})

function byFile(lint: LintOnce, settings: LoadBalancerSettings, pool: PoolSettings): PoolChecksView {
  // Rules look at one pool alone; those it tracks must be there to be found.
  const { findings, pools } = lint(settings)
  const summary = pools[settings.pools.indexOf(pool)]
  return {
    file: pool.at?.file ?? null,
    groups: (summary?.groups ?? []).map((group) => toGroup(group, pool)),
    settings: poolSettings(pool),
    says: findings.filter((one) => one.pool === pool.pool || one.pool === null).map(say),
  }
}

function bySight(pool: Pool): PoolChecksView {
  const groups = new Map<string, ServerSettings[]>()
  for (const server of settingsSeen(pool)) {
    const { kind, proves, fall, rise, fastInterMs } = server
    const key = JSON.stringify([kind, proves, fall.value, rise.value, fastInterMs.value])
    groups.set(key, [...(groups.get(key) ?? []), server])
  }
  return {
    file: null,
    groups: [...groups.values()].map((servers) => ({
      servers: servers.slice(0, MAX_NAMES).map(({ server }) => server),
      serverCount: servers.length,
      kind: servers[0]!.kind,
      proves: servers[0]!.proves,
      settings: serverSettings(servers[0]!),
      stall: null,
    })),
    settings: [],
    says: [],
  }
}

export function toPoolChecks(lint: LintOnce, lb: LoadBalancer, pool: Pool): PoolChecksView {
  const said = lb.settings?.pools.find((one) => one.pool === pool.name)
  return lb.settings && said ? byFile(lint, lb.settings, said) : bySight(pool)
}
