/** The question of a what-if as it comes in an address, checked. */

import { z } from '@hono/zod-openapi'
import type { PoolChange } from '#lib/pipeline/forecast-what-if'
import { LONGEST_STALL_MS } from '#lib/pipeline/stalled-servers'
import { readTime } from '#lib/sources/haproxy/config/read-units'

const MAX_NAMES = 64
const DAY_MS = 86_400_000

const names = z
  .string()
  .max(4_000)
  .transform((text) => text.split(',').filter((one) => one !== ''))
  .refine((list) => list.length <= MAX_NAMES, `at most ${MAX_NAMES} servers`)
const weights = z
  .string()
  .max(4_000)
  .regex(/^[^:,]+:\d{1,3}(,[^:,]+:\d{1,3})*$/, 'write server:weight, several with commas')
  .transform((text) =>
    Object.fromEntries(text.split(',').map((one) => [one.split(':')[0]!, Number(one.split(':')[1])])),
  )
  .refine((all) => Object.values(all).every((weight) => weight <= 256), 'a weight is 0 to 256')
/** HAProxy's own times: a bare number is ms. */
const stalls = z
  .string()
  .max(4_000)
  .regex(/^[^:,]+:[^:,]+(,[^:,]+:[^:,]+)*$/, 'write server:time, several with commas: web1:2s,web2:500ms')
  .transform((text) =>
    Object.fromEntries(
      text.split(',').map((one) => [one.split(':')[0]!, readTime(one.split(':')[1]) ?? Number.NaN]),
    ),
  )
  .refine(
    (all) => Object.values(all).every((time) => time >= 1 && time <= LONGEST_STALL_MS),
    `a stall is 1ms to ${LONGEST_STALL_MS / 60_000}m, as HAProxy writes times`,
  )
const ms = z.coerce.number().int().min(1).max(DAY_MS)
const count = z.coerce.number().int().min(1).max(1_000)
/** An empty value leaves the setting as it is. */
const orNone = <T extends z.ZodType>(schema: T) =>
  z.union([z.literal('').transform(() => undefined), schema]).optional()

export const whatIfQuery = z.object({
  pool: z.string().max(600).optional().openapi({ description: 'lb1/app; what follows is asked of it' }),
  lose: orNone(names).openapi({ type: 'string', description: 'servers lost at once: web1,web2' }),
  drain: orNone(names).openapi({ type: 'string', description: 'servers drained: web3' }),
  stall: orNone(stalls).openapi({
    type: 'string',
    description: 'servers that hang for so long and then go on: web1:2s,web2:500ms',
  }),
  weight: orNone(weights).openapi({ type: 'string', description: 'web4:50,web5:200' }),
  load: orNone(z.coerce.number().min(0.01).max(1000)).openapi({
    type: 'number',
    description: '1.3 is 30 % more requests',
  }),
  inter: orNone(ms).openapi({ type: 'integer', description: 'ms' }),
  fastinter: orNone(ms).openapi({ type: 'integer', description: 'ms' }),
  fall: orNone(count).openapi({ type: 'integer' }),
  rise: orNone(count).openapi({ type: 'integer' }),
  timeoutCheck: orNone(ms).openapi({ type: 'integer', description: 'ms' }),
  'timeout-check': orNone(ms).openapi({ type: 'integer', description: 'the same as timeoutCheck' }),
  stream: z.enum(['0', '1']).optional().openapi({
    description: '1, or accept: application/x-ndjson: the quick answer, then the simulation, a line each',
  }),
})

export type WhatIfQuery = z.output<typeof whatIfQuery>

/** Null where nothing is asked but what is now. */
export function toChange(query: WhatIfQuery): PoolChange {
  return {
    lose: query.lose ?? [],
    drain: query.drain ?? [],
    stall: query.stall ?? {},
    weights: query.weight ?? {},
    load: query.load ?? 1,
    interMs: query.inter ?? null,
    fastInterMs: query.fastinter ?? null,
    fall: query.fall ?? null,
    rise: query.rise ?? null,
    timeoutCheckMs: query.timeoutCheck ?? query['timeout-check'] ?? null,
  }
}

/** The first name of what is asked for without naming a pool; null where all is well. */
export function askedWithoutPool({ pool, stream, ...asked }: WhatIfQuery): string | null {
  if (pool) return null
  const name = Object.entries(asked).find(([, value]) => value !== undefined)?.[0]
  return name ?? (stream === '1' ? 'stream' : null)
}
