/** A drain and its forecast as the public API gives them. */

import { z } from '@hono/zod-openapi'

const number = z.number().nullable()

export const bandSchema = z
  .object({ low: z.number(), mid: z.number(), high: z.number() })
  .openapi('Band', { description: 'nine times in ten it lies within low and high' })

const drainSessionSchema = z
  .object({
    client: z.string(),
    leg: z.string().nullable().openapi({ description: "HAProxy's connection to the server: local remote" }),
    ageMs: z.number(),
    idleMs: number,
    bytesIn: number,
    bytesOut: number,
    command: z
      .object({ host: z.string(), tty: z.string().nullable(), command: z.string() })
      .nullable()
      .openapi({ description: "what runs at the client's end, where an agent stands there" }),
    chanceAtDeadline: number.openapi({ description: 'that it is still open at the deadline' }),
  })
  .openapi('DrainSession')

export const drainSchema = z
  .object({
    id: z.string(),
    loadBalancer: z.string(),
    pool: z.string(),
    server: z.string(),
    how: z.enum(['drain', 'maint', 'soft-stop', 'grace-period']),
    startedAtMs: z.number(),
    startedErrorMs: z.number(),
    deadlineMs: number,
    deadlineFrom: z.string().nullable(),
    curve: z.array(z.object({ atMs: z.number(), sessions: z.number() })),
    sessionsAtStart: number,
    sessionsLeft: number,
    stickyArrivals: z.number().openapi({ description: 'clients that persistence let in since it began' }),
    sessions: z.array(drainSessionSchema),
    forecast: z
      .object({
        atMs: z.number(),
        openAtDeadline: bandSchema.nullable(),
        lifetimes: z.number().openapi({ description: 'sessions of this pool that it goes by' }),
        running: z.number(),
        assumptions: z.array(z.string()),
      })
      .nullable(),
    verdict: z.enum(['running', 'clean', 'cut-short', 'stuck', 'taken-back']),
    cut: z
      .object({
        total: z.number(),
        by: z.record(z.string(), z.number()).openapi({ description: 'K, D, RST, process gone' }),
        firstAtMs: z.number(),
        lastAtMs: z.number(),
      })
      .nullable(),
    stuck: z
      .object({
        why: z.enum(['nobody-leaves', 'persistence', 'deadline-passed']),
        sinceMs: z.number(),
      })
      .nullable(),
    endedAtMs: number,
  })
  .openapi('Drain')
