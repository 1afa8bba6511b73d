/** What a page carries to begin with: everything but the strips of pools and addresses that are not drawn first; the socket brings those. */

import type { LiveSnapshot } from '#lib/views/live-view'
import { ALL_HOSTS } from '#lib/views/network-view'
import { worstPool } from './(dashboard)/(live)/concern.ts'
import { shownVip } from './(dashboard)/(live)/shown-vip.ts'

export function firstPicture(snapshot: LiveSnapshot): LiveSnapshot {
  const worst = worstPool(snapshot.pools, snapshot.atMs)
  const seconds = worst && snapshot.strips[worst.id]
  const vip = shownVip(snapshot.vips, snapshot.incidents, null) ?? ALL_HOSTS
  const network = snapshot.networkStrips[vip]
  return {
    ...snapshot,
    strips: worst && seconds ? { [worst.id]: seconds } : {},
    networkStrips: network ? { [vip]: network } : {},
  }
}
