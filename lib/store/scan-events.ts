/** Every stored event up to a moment, oldest first, a part at a time: what an index over all of them needs. */

import { setImmediate } from 'node:timers/promises'
import type { LbEvent } from '../model/lb-event.ts'
import type { Store } from './store.ts'

/** Events read in one go; others get their turn in between. */
export const SCAN_AT_ONCE = 5_000

export type ScannedEvent = Pick<
  LbEvent,
  'id' | 'kind' | 'to' | 'atMs' | 'observedAtMs' | 'loadBalancer' | 'pool' | 'server'
> & {
  host: string | null
}

export async function* scanEvents(store: Store): AsyncGenerator<ScannedEvent[]> {
  let [atMs, id] = [Number.NEGATIVE_INFINITY, '']
  for (;;) {
    const fromMs = Number.isFinite(atMs) ? atMs : -Number.MAX_VALUE
    const rows = await store.prisma.$queryRaw<ScannedEvent[]>`
      SELECT "id", "kind", "toState" AS "to", "atMs", "observedAtMs", "loadBalancer", "pool", "server", "host"
      FROM "Event"
      WHERE ("atMs", "id") > (${fromMs}, ${id}) ORDER BY "atMs", "id" LIMIT ${SCAN_AT_ONCE}`
    if (rows.length > 0) yield rows
    if (rows.length < SCAN_AT_ONCE) return
    ;[atMs, id] = [rows.at(-1)!.atMs, rows.at(-1)!.id]
    await setImmediate()
  }
}
