/** Whether findings of pools have one cause: the same pool, one after the other, each pair within its lag. */

import { type Finding, type FindingKind, isOfPool } from '../model/finding.ts'
import { scopeOf, share } from './finding-scope.ts'
import { poolScopeOf } from './pool-scope.ts'

export const POOL_LAGS = {
  /** One failure of a pool leads to the next: evictions, queues, the outage. */
  chainMs: 120_000,
  /** What goes on feeds what follows for so long. */
  lastingMs: 600_000,
  /** Servers of one name in several pools are mostly one machine: they fail at one moment. */
  sameMomentMs: 10_000,
  /** An address moved or a link was cut: the load balancer's checks notice within a few of their timeouts. */
  afterMoveMs: 60_000,
  beforeMoveMs: 10_000,
  /** Connections to the very host that fails. */
  sameServerMs: 60_000,
}

/** Each of these can lead to another in the same pool. */
const CHAIN = new Set<FindingKind>([
  'shared-dependency-failing',
  'lying-health-check',
  'queue-saturation',
  'cascade-risk',
  'cascade',
  'flapping',
  'pool-outage',
  'sticky-sessions-lost',
  'cut-drain',
  'stuck-drain',
])
const GHOSTS = new Set<FindingKind>(['divergent-responses', 'replication-lag'])
const CONNECTIONS = new Set<FindingKind>([
  'orphan-connections',
  'phantom-connections',
  'blackholed-connections',
])
const MOVES = new Set<FindingKind>(['vip-failover', 'split-vip'])

/** What a check proves at best; a server that was not checked since it failed is a failure like others. */
const isSetting = ({ kind, severity }: Finding) => kind === 'unproven-health-check' && severity === 'info'

const errorsOf = (a: Finding, b: Finding) =>
  Math.min(5_000, a.startedErrorMs) + Math.min(5_000, b.startedErrorMs)

function chained(a: Finding, b: Finding): boolean {
  const [first, next] = a.startedAtMs <= b.startedAtMs ? [a, b] : [b, a]
  const lag = next.startedAtMs - first.startedAtMs - errorsOf(a, b)
  if (lag <= POOL_LAGS.chainMs) return true
  return lag <= POOL_LAGS.lastingMs && (first.endedAtMs === null || first.endedAtMs >= next.startedAtMs)
}

function betweenPools(a: Finding, b: Finding): boolean {
  const [one, other] = [poolScopeOf(a), poolScopeOf(b)]
  // Settings that prove too little are no failure: one word for the whole load balancer.
  if (isSetting(a) || isSetting(b))
    return isSetting(a) && isSetting(b) && share(one.loadBalancers, other.loadBalancers)
  if (GHOSTS.has(a.kind) !== GHOSTS.has(b.kind)) return false
  const lag = Math.abs(a.startedAtMs - b.startedAtMs) - errorsOf(a, b)
  if (a.kind === b.kind && share(one.servers, other.servers) && lag <= POOL_LAGS.sameMomentMs) return true
  const same =
    share(one.pools, other.pools) ||
    (GHOSTS.has(a.kind) && a.facts.group !== undefined && a.facts.group === b.facts.group)
  return same && chained(a, b)
}

/** `network` is a finding of hosts, addresses or connections. */
function withNetwork(ofPool: Finding, network: Finding): boolean {
  const lag = ofPool.startedAtMs - network.startedAtMs
  const slack = errorsOf(ofPool, network)
  const scope = poolScopeOf(ofPool)
  const { hosts } = scopeOf(network)
  if (MOVES.has(network.kind)) {
    if (isSetting(ofPool) || ofPool.kind === 'divergent-responses') return false
    const here = ofPool.kind === 'replication-lag' ? scopeOf(ofPool).hosts : scope.loadBalancers
    return (
      share(here, hosts) && lag >= -POOL_LAGS.beforeMoveMs - slack && lag <= POOL_LAGS.afterMoveMs + slack
    )
  }
  if (!CHAIN.has(ofPool.kind) || !CONNECTIONS.has(network.kind)) return false
  return share(scope.servers, hosts) && Math.abs(lag) <= POOL_LAGS.sameServerMs + slack
}

/** Null where neither is of a pool. */
export function relatedPools(a: Finding, b: Finding): boolean | null {
  const [one, other] = [isOfPool(a), isOfPool(b)]
  if (!one && !other) return null
  if (one && other) return betweenPools(a, b)
  return one ? withNetwork(a, b) : withNetwork(b, a)
}
