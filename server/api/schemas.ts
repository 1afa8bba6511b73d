/** Shapes of the public API, in its own words. */

import { z } from '@hono/zod-openapi'
import { drainSchema } from './drain-schema.ts'
import { riskSchema } from './risk-schema.ts'

const number = z.number().nullable()

export const serverSchema = z
  .object({
    name: z.string(),
    address: z.string().nullable(),
    backup: z.boolean(),
    claim: z.string().openapi({ description: "HAProxy's status text, verbatim" }),
    claimKind: z
      .string()
      .openapi({ description: 'up, going-down, going-up, down, nolb, drain, maint, no-check, unknown' }),
    claimSinceMs: z.number(),
    verdict: z.enum(['agrees', 'lying', 'unproven', 'no-traffic', 'unknown']),
    verdictReason: z.string(),
    verdictRule: z.string(),
    verdictSinceMs: z.number(),
    sessions: number,
    requestRate: number.openapi({ description: 'requests (HTTP) or sessions (TCP) per second' }),
    failureRate: number.openapi({ description: 'failures per second' }),
    queue: number,
    responseTimeMs: number,
    weight: number,
    strikes: z.object({ left: z.number(), of: z.number() }).nullable(),
    checkProves: z.string(),
    lastCheck: z.string().nullable(),
  })
  .openapi('Server')

export const poolSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    loadBalancer: z.string(),
    status: z.string().nullable(),
    fresh: z.boolean().openapi({ description: "false: the load balancer's word is too old to be believed" }),
    mode: z.string().nullable(),
    sessions: number,
    requestRate: number,
    failureRate: number,
    queue: number,
    servers: z.array(serverSchema),
    risk: riskSchema.nullable().openapi({ description: 'null until it has been worked out' }),
    drains: z.array(drainSchema).openapi({ description: 'running ones, and the ended of ten minutes' }),
  })
  .openapi('Pool')

export const eventSchema = z
  .object({
    id: z.string(),
    kind: z.string(),
    atMs: z.number(),
    errorMs: z.number().openapi({ description: 'how far off atMs may be' }),
    observedAtMs: z.number(),
    loadBalancer: z.string(),
    pool: z.string().nullable(),
    server: z.string().nullable(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    reason: z.string().nullable(),
    code: z.number().nullable(),
    info: z.string().nullable(),
    checkDurationMs: z.number().nullable(),
    changedFrom: z.string().nullable(),
    via: z.string().nullable(),
    seenBy: z.array(z.string()),
    host: z.string().nullable().optional(),
    about: z.string().nullable().optional(),
    text: z.string(),
  })
  .openapi('Event')

export const sourceSchema = z
  .object({
    name: z.string(),
    kind: z.string(),
    address: z.string(),
    loadBalancer: z.string().nullable(),
    state: z.enum(['connecting', 'live', 'waiting', 'lost', 'ended']),
    fresh: z.boolean(),
    lastReadingAtMs: number,
    lagMs: number,
    readings: z.number(),
    rejects: z.record(z.string(), z.number()),
    rejectSamples: z.record(z.string(), z.string()),
    losses: z.record(z.string(), z.number()),
    lastError: z.string().nullable(),
    retryAtMs: number,
    clockOffsetMs: number,
    clockErrorMs: number,
  })
  .openapi('Source')

export const ingestAnswerSchema = z
  .object({
    accepted: z.number(),
    rejected: z.array(z.object({ line: z.number(), reason: z.string() })),
    rejectedTotal: z.number(),
    receivedAtMs: z
      .number()
      .openapi({ description: "by this host's clock; with sentAtMs it measures clocks" }),
    sentAtMs: z.number(),
    hosts: z
      .array(
        z.object({
          host: z.string(),
          session: z.string(),
          savedSeq: z.number().openapi({ description: 'stored for good up to here' }),
          nextSeq: z.number().openapi({ description: 'the next report that will be taken' }),
          wantsSockets: z.boolean(),
        }),
      )
      .openapi({ description: 'for agents’ reports only' }),
  })
  .openapi('IngestAnswer')
