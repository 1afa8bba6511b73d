/** Which findings are of pools: they are tracked apart from those of the network. */

import type { FindingKind } from '../../model/finding.ts'

export const POOL_KINDS: ReadonlySet<FindingKind> = new Set<FindingKind>([
  'pool-outage',
  'flapping',
  'lying-health-check',
  'unproven-health-check',
  'shared-dependency-failing',
  'queue-saturation',
  'cascade-risk',
  'cascade',
  'cut-drain',
  'stuck-drain',
  'sticky-sessions-lost',
  'divergent-responses',
  'replication-lag',
])
