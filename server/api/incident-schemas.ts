/** Shapes of incidents in the public API. */

import { z } from '@hono/zod-openapi'
import { FINDING_KINDS } from '#lib/model/finding'

const kind = z.enum(FINDING_KINDS)
const severity = z.enum(['info', 'warning', 'critical'])
const subject = z.object({ type: z.string(), id: z.string() }).openapi('Subject')
const maybe = z.number().nullable()

const evidence = z
  .object({
    atMs: z.number(),
    errorMs: z.number().openapi({ description: 'how far off atMs may be' }),
    channel: z.string(),
    witness: z.string(),
    side: z.string().openapi({ description: 'client, owner, former-owner, server, beside' }),
    subject,
    text: z.string(),
    eventId: z.string().nullable(),
  })
  .openapi('Evidence')

const connection = z
  .object({
    host: z.string(),
    local: z.string(),
    remote: z.string(),
    class: z.string().openapi({
      description: 'idle-phantom, blackhole, path-broken, orphan, fin-lost, unserved',
    }),
    sinceMs: z.number(),
    lastReceivedAtMs: maybe,
    peer: z.object({ host: z.string(), state: z.string().nullable(), atMs: z.number() }).nullable(),
    process: z.object({ pid: z.number(), command: z.string() }).nullable(),
    keepalive: z.boolean().nullable(),
    otherLeg: z
      .object({
        loadBalancer: z.string(),
        pool: z.string().nullable(),
        server: z.string().nullable(),
        local: z.string(),
        remote: z.string(),
      })
      .optional()
      .openapi({
        description: 'the connection a load balancer passes it on over, as `show sess` told it',
      }),
  })
  .openapi('BadConnection')

const finding = z
  .object({
    id: z.string(),
    kind,
    rule: z.string(),
    thresholds: z.record(z.string(), z.number()),
    severity,
    confidence: z.number(),
    subjects: z.array(subject),
    startedAtMs: z.number(),
    startedErrorMs: z.number(),
    detectedAtMs: z.number(),
    endedAtMs: maybe,
    text: z.string(),
    evidence: z.array(evidence),
    against: z.array(evidence),
    connections: z.array(connection),
    connectionsTotal: z.number(),
    kernelNotice: z.object({ fromMs: maybe, toMs: maybe, text: z.string() }).nullable(),
    facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .openapi('Finding')

const mark = { by: z.string(), atMs: z.number() }
const handling = z
  .object({
    acknowledged: z.object(mark).nullable(),
    closed: z
      .object({ ...mark, text: z.string() })
      .nullable()
      .openapi({ description: 'by a person; findings may last all the same' }),
    comments: z.number().int(),
    apart: z.array(z.string()).openapi({ description: 'incidents that a person has split from this one' }),
  })
  .openapi('Handling')

const rootCause = z
  .object({
    kind,
    subject,
    reason: z.string(),
    confidence: z.number(),
    against: z.array(evidence),
  })
  .openapi('RootCause')

export const incidentSchema = z
  .object({
    id: z.string(),
    kind,
    title: z.string(),
    severity,
    confidence: z.number(),
    startedAtMs: z.number(),
    detectedAtMs: z.number(),
    endedAtMs: maybe,
    rootCause,
    otherCauses: z.array(rootCause),
    subjects: z.array(subject),
    findings: z.array(finding),
    narrative: z.array(z.object({ atMs: z.number(), text: z.string(), findingId: z.string().nullable() })),
    advice: z.array(
      z.object({
        id: z.string(),
        when: z.enum(['now', 'next-time']),
        title: z.string(),
        why: z.string(),
        lines: z.array(z.string()),
      }),
    ),
    handling: handling.optional().openapi({ description: 'what people did about it; absent: nothing' }),
  })
  .openapi('Incident')

const names = z.array(z.string())
const count = z.number().int()

export const impactSchema = z
  .object({
    pools: names,
    servers: names,
    addresses: names,
    hosts: names,
    terminals: names,
    connections: count.openapi({ description: 'that look alive and are not; each end counts' }),
    cut: count.openapi({ description: 'sessions that a drain cut' }),
    requests: z.array(
      z.object({
        pool: z.string(),
        requests: count.nullable().openapi({ description: 'asked while it lasted, from rates' }),
        failed: count.nullable(),
        resolutionS: count.nullable().openapi({ description: 'of the record, in seconds' }),
      }),
    ),
  })
  .openapi('Impact')

export const similarSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    startedAtMs: z.number(),
    endedAtMs: maybe,
    likeness: z.number().openapi({ description: '0 … 1' }),
    both: names.openapi({ description: 'what both have, in words' }),
    closedText: z.string().nullable(),
  })
  .openapi('SimilarIncident')
