/** What a page carries to begin with: everything but the strips of pools that are not drawn first; the socket brings those. */

import type { LiveSnapshot } from '#lib/views/live-view'
import { worstPool } from './(live)/concern.ts'

export function firstPicture(snapshot: LiveSnapshot): LiveSnapshot {
  const worst = worstPool(snapshot.pools, snapshot.atMs)
  const seconds = worst && snapshot.strips[worst.id]
  return { ...snapshot, strips: worst && seconds ? { [worst.id]: seconds } : {} }
}
