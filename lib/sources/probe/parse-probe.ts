/** What one direct probe came to, as the collector wrote it and recordings keep it → a ProbeReading. */

import { z } from 'zod'
import type { ProbeReading } from '../../model/probe.ts'
import type { Reject } from '../../model/stats-reading.ts'

const probeShape = z.object({
  pool: z.string().max(300),
  server: z.string().max(300),
  address: z.string().max(300),
  path: z.string().max(2_000),
  status: z.number().int().nullable(),
  durationMs: z.number().min(0),
  failure: z.string().max(500).nullable(),
  version: z.string().max(500).nullable(),
})

export type ProbeText = z.output<typeof probeShape>

/** Reasons: `not-json`, `bad-probe: <path>`. */
export function parseProbe(
  text: string,
  asked: { source: string; loadBalancer: string; atMs: number },
): { reading: ProbeReading | null; rejects: Reject[] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return { reading: null, rejects: [{ reason: 'not-json', raw: text }] }
  }
  const parsed = probeShape.safeParse(value)
  if (!parsed.success)
    return {
      reading: null,
      rejects: [{ reason: `bad-probe: ${parsed.error.issues[0]?.path.join('.')}`, raw: text }],
    }
  const { source, loadBalancer, atMs } = asked
  return { reading: { kind: 'probe', source, loadBalancer, atMs, ...parsed.data }, rejects: [] }
}
