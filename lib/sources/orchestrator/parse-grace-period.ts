/** An announced grace period, as ingest accepted it, → reading; its shape was checked at the door. */

import type { GracePeriod } from '../../model/grace-period.ts'
import type { Reject } from '../../model/stats-reading.ts'

/** Longer ones are a mistake in the unit. */
export const LONGEST_GRACE_MS = 7 * 86_400_000

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null)
const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)

/** `graceMs` counts from `asked.atMs`. */
export function parseGracePeriod(
  json: string,
  asked: { source: string; atMs: number; shiftMs?: number | undefined },
): { reading: GracePeriod | null; rejects: Reject[] } {
  const refuse = (reason: string) => ({ reading: null, rejects: [{ reason, raw: json.slice(0, 200) }] })
  let value: Record<string, unknown>
  try {
    value = Object(JSON.parse(json))
  } catch {
    return refuse('not-json')
  }
  const [server, address, by] = [text(value.server), text(value.address), text(value.by)]
  const [endsAtMs, graceMs] = [number(value.endsAtMs), number(value.graceMs)]
  if (server === null && address === null) return refuse('names-no-server')
  if (endsAtMs === null && graceMs === null) return refuse('names-no-end')
  const ends = endsAtMs === null ? asked.atMs + graceMs! : endsAtMs + (asked.shiftMs ?? 0)
  if (ends < asked.atMs) return refuse('over-already')
  if (ends - asked.atMs > LONGEST_GRACE_MS) return refuse('too-long')
  const { source, atMs } = asked
  const [loadBalancer, pool] = [text(value.loadBalancer), text(value.pool)]
  const reading: GracePeriod = {
    ...{ kind: 'grace-period', source, loadBalancer, pool, server, address, atMs },
    ...{ endsAtMs: ends, by: by ?? 'an orchestrator' },
  }
  return { reading, rejects: [] }
}
