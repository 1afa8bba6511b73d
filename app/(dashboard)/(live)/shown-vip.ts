/** Which address the strip chart tells of: the selected one, that of the worst open incident, else the first. */

import { pressing } from '#lib/views/incident-headline'
import type { IncidentView, VipView } from '#lib/views/network-view'

const PREFIX = 'vip:'

/** How the page's address names a selected VIP. */
export const vipKey = (address: string) => `${PREFIX}${address}`

/** Null where no address is known to move. `vips` come lying ones first. */
export function shownVip(
  vips: readonly VipView[],
  incidents: readonly IncidentView[],
  selection: string | null,
): string | null {
  const known = (address: string | undefined) => vips.find((vip) => vip.address === address)?.address
  const selected = selection?.startsWith(PREFIX) ? known(selection.slice(PREFIX.length)) : undefined
  if (selected) return selected
  for (const incident of pressing(incidents))
    for (const { type, id } of incident.subjects) if (type === 'vip' && known(id)) return id
  return vips[0]?.address ?? null
}
