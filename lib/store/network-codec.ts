/** One second of an address's channels as a short JSON text and back. */

import { z } from 'zod'
import type { NetworkSecond } from '../views/network-view.ts'

const count = z.number().int().min(0)
const shape = z.tuple([
  z.array(z.string()),
  count,
  count,
  z.tuple([count, count, count, count, count]),
  z.tuple([count, count]),
])

export function toNetworkRow(vip: string, second: NetworkSecond) {
  const { established, retransmitting, phantom, blackholed, orphaned } = second.tcp
  const body = JSON.stringify([
    second.owners,
    second.neighbourChanges,
    second.disagree,
    [established, retransmitting, phantom, blackholed, orphaned],
    [second.terminals.open, second.terminals.stalled],
  ])
  return { vip, startMs: second.second * 1000, body }
}

/** Null where the text is not one of ours. */
export function fromNetworkRow(row: { startMs: number; body: string }): NetworkSecond | null {
  try {
    const parsed = shape.safeParse(JSON.parse(row.body))
    if (!parsed.success) return null
    const [owners, neighbourChanges, disagree, tcp, [open, stalled]] = parsed.data
    const [established, retransmitting, phantom, blackholed, orphaned] = tcp
    return {
      second: Math.floor(row.startMs / 1000),
      owners,
      neighbourChanges,
      disagree,
      tcp: { established, retransmitting, phantom, blackholed, orphaned },
      terminals: { open, stalled },
    }
  } catch {
    return null
  }
}
