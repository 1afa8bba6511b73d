/** The timeline over HTTP: any window of the record, and what people write on it. */

import { randomUUID } from 'node:crypto'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Annotation } from '#lib/model/annotation'
import { may } from '#lib/model/role'
import type { TimelineView } from '#lib/views/timeline-view'
import { json, refused } from './answer.ts'
import { refusal } from './errors.ts'
import { annotationSchema, timelineSchema } from './timeline-schema.ts'
import { needs, whoAsks } from './who-asks.ts'

const time = z.coerce.number().min(0)

export const MAX_ANNOTATION = 2_000

export type TimelinePort = {
  timeline: (question: { fromMs: number; toMs: number; buckets: number }) => Promise<TimelineView>
  annotations: {
    save: (annotation: Annotation) => Promise<void>
    load: (id: string) => Promise<Annotation | null>
    delete: (id: string) => Promise<boolean>
  }
  now: () => number
}

export function addTimeline(api: OpenAPIHono, port: TimelinePort): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/timeline',
      summary: 'A window of the record: events counted by lane, incidents, gaps, annotations',
      request: {
        query: z.object({
          from: time.openapi({ description: 'epoch ms, included' }),
          to: time.openapi({ description: 'epoch ms, not included' }),
          buckets: z.coerce.number().int().min(1).max(6_000).default(1_200),
        }),
      },
      responses: { 200: json(timelineSchema, 'the window'), 400: refused },
    }),
    async (c) => {
      const { from, to, buckets } = c.req.valid('query')
      if (from >= to) return c.json(refusal('bad_request', 'from must be before to'), 400)
      return c.json(await port.timeline({ fromMs: from, toMs: to, buckets }), 200)
    },
  )
  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/annotations',
      middleware: [needs('annotate')] as const,
      summary: 'Write on the timeline, at a moment or over a stretch',
      request: {
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.object({
                atMs: z.number().min(0),
                toMs: z.number().min(0).nullable().default(null),
                lane: z.string().max(600).nullable().default(null),
                text: z.string().trim().min(1).max(MAX_ANNOTATION),
              }),
            },
          },
        },
      },
      responses: { 201: json(annotationSchema, 'as it is kept'), 400: refused, 401: refused, 403: refused },
    }),
    async (c) => {
      const { atMs, toMs, lane, text } = c.req.valid('json')
      if (toMs !== null && toMs <= atMs) return c.json(refusal('bad_request', 'toMs must be after atMs'), 400)
      const by = whoAsks(c)?.name ?? ''
      const annotation = { id: randomUUID(), atMs, toMs, lane, text, by, createdAtMs: port.now() }
      await port.annotations.save(annotation)
      return c.json(annotation, 201)
    },
  )
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/annotations/{id}',
      middleware: [needs('annotate')] as const,
      summary: 'Take back what one wrote oneself; whoever may change incidents, what others wrote, too',
      request: { params: z.object({ id: z.string().max(100) }) },
      responses: { 204: { description: 'gone' }, 401: refused, 403: refused, 404: refused },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const annotation = await port.annotations.load(id)
      if (!annotation) return c.json(refusal('not_found', `There is no annotation ${id}.`), 404)
      const who = whoAsks(c)
      if (who?.name !== annotation.by && !(who && may(who.role, 'change-incident')))
        return c.json(refusal('not_yours', `${annotation.by} wrote it.`), 403)
      await port.annotations.delete(id)
      return c.body(null, 204)
    },
  )
}
