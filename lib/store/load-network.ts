/** The network's channels of one address, second by second; only changes are stored, the seconds between are made. */

import type { NetworkSecond } from '../views/network-view.ts'
import { fromNetworkRow } from './network-codec.ts'
import type { Store } from './store.ts'

/** A second that has not changed is stored again after this many: a longer silence is a gap. */
export const NETWORK_KEPT_EVERY_S = 10
export const NETWORK_SECONDS_LIMIT = 86_400

/** `vip` is an address, or `ALL_HOSTS`; the stretch is cut at its end where it is longer than the limit. */
export async function loadNetworkSeconds(
  store: Store,
  { vip, fromMs, toMs }: { vip: string; fromMs: number; toMs: number },
): Promise<NetworkSecond[]> {
  const rows = await store.prisma.networkReading.findMany({
    where: { vip, startMs: { gte: fromMs - NETWORK_KEPT_EVERY_S * 1000, lte: toMs } },
    orderBy: { startMs: 'asc' },
    take: NETWORK_SECONDS_LIMIT,
  })
  const seconds: NetworkSecond[] = []
  let before: NetworkSecond | null = null
  for (const row of rows) {
    const read = fromNetworkRow(row)
    if (!read) {
      store.unreadable.set('network', (store.unreadable.get('network') ?? 0) + 1)
      continue
    }
    if (before && read.second - before.second <= NETWORK_KEPT_EVERY_S)
      for (let second = before.second + 1; second < read.second; second++)
        seconds.push({ ...before, second, neighbourChanges: 0 })
    seconds.push(read)
    before = read
  }
  const first = Math.floor(fromMs / 1000)
  return seconds.filter((each) => each.second >= first).slice(0, NETWORK_SECONDS_LIMIT)
}
