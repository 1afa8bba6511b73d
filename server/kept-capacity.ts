/** Keeps what pools' servers are believed to carry over a restart, and checks it when it is read back. */

import { z } from '@hono/zod-openapi'
import type { Pipeline } from '#lib/pipeline/create-pipeline'
import type { KeptCapacity } from '#lib/pipeline/kept-capacity'

/** Capacity is told anew this often: more is not lost. */
export const CAPACITY_KEPT_EVERY_MS = 10_000

/** For the writer: null where nothing is due, or nothing has changed. */
export function createKeptCapacity(pipeline: Pipeline, now: () => number): () => string | null {
  let keptAtMs = Number.NEGATIVE_INFINITY
  let before = ''
  return () => {
    const nowMs = now()
    if (Math.abs(nowMs - keptAtMs) < CAPACITY_KEPT_EVERY_MS) return null
    keptAtMs = nowMs
    const kept = pipeline.risks.kept(nowMs)
    const json = JSON.stringify(kept)
    if (json === before || (before === '' && kept.pools.length === 0)) return null
    before = json
    return json
  }
}

const source = z.enum([
  'stated',
  'seen-full',
  'configured-limit',
  'observed-peak',
  'response-time-under-load',
])
const above0 = z.number().positive()
const shape = z.object({
  version: z.literal(1),
  leftOut: z.number(),
  pools: z.array(
    z.object({
      pool: z.string(),
      atMs: z.number(),
      groups: z.array(
        z.object({
          known: z.object({
            band: z.object({
              lowPerS: above0,
              midPerS: above0.nullable(),
              highPerS: above0.nullable(),
            }),
            source,
            unloadedMs: above0,
          }),
          servers: z.array(z.string()),
        }),
      ),
      estimates: z.array(
        z.object({
          source,
          server: z.string().nullable(),
          lowPerS: z.number(),
          highPerS: z.number().nullable(),
          assumption: z.string(),
        }),
      ),
      assumptions: z.array(z.string()),
    }),
  ),
})

/** Null where it is none of this version's. */
export function readKeptCapacity(value: unknown): KeptCapacity | null {
  const checked = shape.safeParse(value)
  return checked.success ? checked.data : null
}
