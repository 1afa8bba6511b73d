/** HAProxy's lines seldom say what a server was before; the world does, until the line is applied. */

import type { EventDraft } from '../events/event-draft.ts'
import type { World } from '../model/load-balancer.ts'

export function knowingFrom(world: World, draft: EventDraft | null): EventDraft | null {
  if (draft?.kind !== 'server-state' || draft.from !== null) return draft
  const pool = world.loadBalancers.get(draft.loadBalancer)?.pools.get(draft.pool ?? '')
  const kind = pool?.servers.get(draft.server ?? '')?.claim.kind
  return kind && kind !== 'unknown' && kind !== draft.to ? { ...draft, from: kind } : draft
}
