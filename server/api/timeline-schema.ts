/** The timeline's answer, described. */

import { z } from '@hono/zod-openapi'
import { EVENT_CLASSES } from '#lib/model/event-class'
import { FINDING_KINDS } from '#lib/model/finding'

const ms = z.number()
const subjects = z.array(z.object({ type: z.string(), id: z.string() }))
const bar = {
  id: z.string(),
  incidentId: z.string(),
  kind: z.enum(FINDING_KINDS),
  severity: z.enum(['info', 'warning', 'critical']),
  title: z.string(),
  startedAtMs: ms,
  startedErrorMs: ms,
  detectedAtMs: ms,
  endedAtMs: ms.nullable(),
  subjects,
}

const told = z.object({
  id: z.string(),
  kind: z.string(),
  atMs: ms,
  errorMs: ms,
  observedAtMs: ms,
  loadBalancer: z.string(),
  pool: z.string().nullable(),
  server: z.string().nullable(),
  host: z.string().optional(),
  about: z.string().optional(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  text: z.string(),
  detail: z.string().nullable(),
  seenBy: z.array(z.string()),
})

export const annotationSchema = z
  .object({
    id: z.string(),
    atMs: ms,
    toMs: ms.nullable(),
    lane: z.string().nullable(),
    text: z.string(),
    by: z.string(),
    createdAtMs: ms,
  })
  .openapi('Annotation')

export const timelineSchema = z
  .object({
    fromMs: ms,
    toMs: ms,
    bucketMs: ms,
    total: z.number().int(),
    byClass: z
      .array(z.number().int())
      .openapi({ description: `events of the window by class: ${EVENT_CLASSES.join(', ')}` }),
    lanes: z.array(
      z.object({
        id: z.string(),
        type: z.enum(['load-balancer', 'pool', 'server', 'host']),
        name: z.string(),
        count: z.number().int(),
        before: z.number().int().nullable(),
        cells: z.array(z.number()).openapi({
          description:
            'triples in the order of time: class, events of it within bucketMs, ms to the first of them from that of the triple before (the first: from the window’s start); no events: the state in which the part before ended',
        }),
      }),
    ),
    events: z.array(told).nullable().openapi({ description: 'null: too many to tell one by one' }),
    bars: z.array(z.object({ ...bar, findings: z.array(z.object(bar)) })),
    gaps: z.array(
      z.object({ lane: z.string().nullable(), fromMs: ms, toMs: ms.nullable(), text: z.string() }),
    ),
    annotations: z.array(annotationSchema),
    whole: z.object({ fromMs: ms, toMs: ms, counts: z.array(z.number().int()) }),
    nowMs: ms,
  })
  .openapi('Timeline')
