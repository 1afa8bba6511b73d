/** What a pool risks, and a what-if's answer, as the public API gives them. */

import { z } from '@hono/zod-openapi'
import { bandSchema } from './drain-schema.ts'

const lossSchema = z
  .object({
    k: z.number().openapi({ description: 'how many are lost' }),
    servers: z.array(z.string()).openapi({ description: 'the worst loss of that number, at most 8 named' }),
    load: bandSchema.openapi({ description: 'on the survivors: 1 is all that they can serve' }),
    hottest: z.object({ server: z.string(), load: bandSchema }).nullable(),
  })
  .openapi('Loss')

export const riskSchema = z
  .object({
    atMs: z.number(),
    tier: z.enum(['calm', 'watch', 'warn', 'critical', 'unknown']),
    unknown: z.string().nullable().openapi({ description: 'why nothing can be said' }),
    requestsPerS: z.number(),
    attemptsPerRequest: z.number(),
    servers: z.number(),
    capacities: z.array(
      z
        .object({
          source: z.enum([
            'stated',
            'seen-full',
            'configured-limit',
            'observed-peak',
            'response-time-under-load',
          ]),
          server: z.string().nullable().openapi({ description: 'null: it stands for all of the pool' }),
          lowPerS: z.number(),
          highPerS: z.number().nullable().openapi({ description: 'null: known from below only' }),
          assumption: z.string(),
        })
        .openapi('CapacityEstimate'),
    ),
    capacityBy: z.string().nullable().openapi({ description: 'the source that was used' }),
    losses: z.array(lossSchema),
    survives: bandSchema.openapi({ description: 'how many servers it can lose' }),
    headroom: bandSchema.openapi({ description: 'factor by which the load can grow' }),
    strikes: z.array(
      z.object({
        server: z.string(),
        left: z.number(),
        of: z.number(),
        evictedInMs: z.object({ fromMs: z.number(), toMs: z.number() }).nullable(),
      }),
    ),
    furtherEviction: z
      .object({ withinMs: z.number(), chance: bandSchema, runs: z.number() })
      .nullable()
      .openapi({
        description:
          'after the loss of one, counted from its eviction; runs 0: by formula, not yet simulated',
      }),
    assumptions: z.array(z.string()),
  })
  .openapi('PoolRisk')

const stallSchema = z
  .object({
    server: z.string(),
    forMs: z.number(),
    evicted: bandSchema.openapi({ description: 'chance that its checks evict it' }),
    evicts: z.object({ shortestMs: z.number(), alwaysMs: z.number() }).nullable().openapi({
      description: 'no shorter stall evicts, each as long as alwaysMs does; null: its check notices none',
    }),
    awayMs: z
      .object({ fromMs: z.number(), toMs: z.number() })
      .nullable()
      .openapi({ description: 'out of rotation, should it be evicted' }),
  })
  .openapi('Stall')

export const whatIfSchema = z
  .object({
    tookMs: z.number(),
    now: riskSchema,
    // biome-ignore lint/suspicious/noThenProperty: a plain object of data, never awaited
    then: riskSchema.openapi({
      description:
        'with lose, its first loss is the one that was asked for; with stall, as it is while they are out',
    }),
    stalls: z
      .array(stallSchema)
      .openapi({ description: 'what becomes of the servers that hang for a while' }),
  })
  .openapi('WhatIf', { description: 'the quick answer by closed formulas; stream=1 simulates behind it' })
