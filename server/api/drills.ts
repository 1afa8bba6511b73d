/** Drills over HTTP: a stretch of time is marked as one, and gets its score sheet. */

import { randomUUID } from 'node:crypto'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Annotation } from '#lib/model/annotation'
import { type Drill, LONGEST_DRILL_MS, type ScoreSheet } from '#lib/model/drill'
import type { Audit } from '../audit.ts'
import { json, refused } from './answer.ts'
import { refusal } from './errors.ts'
import { needs, whoAsks } from './who-asks.ts'

const MAX_NAME = 200
const params = z.object({ id: z.string().max(100) })
const ms = z.number()
const count = z.number().int()
const maybeMs = ms.nullable()

const drillSchema = z
  .object({ id: z.string(), name: z.string(), fromMs: ms, toMs: ms, by: z.string(), createdAtMs: ms })
  .openapi('Drill')

const sheetSchema = z
  .object({
    version: z.literal(1),
    drill: drillSchema,
    incidents: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        startedAtMs: ms,
        startedErrorMs: ms,
        detectMs: ms,
        recoverMs: maybeMs.openapi({ description: 'null: it had not ended with the drill' }),
        phantoms: count,
        phantomsLeft: count,
        terminals: count,
        cut: count,
      }),
    ),
    detectMs: maybeMs.openapi({ description: 'the slowest of its incidents' }),
    recoverMs: maybeMs.openapi({ description: 'from the first beginning to the last end' }),
    phantomsLeft: count,
    terminals: count,
    cut: count,
    requests: z.object({ asked: count, failed: count, pools: count, resolutionS: count }).nullable(),
  })
  .openapi('ScoreSheet')

export type DrillsPort = {
  drills: {
    save: (drill: Drill) => Promise<void>
    delete: (id: string) => Promise<boolean>
    sheet: (id: string) => Promise<ScoreSheet | null>
    sheets: () => Promise<ScoreSheet[]>
  }
  /** A drill is seen on the timeline as what was written there. */
  annotations: { save: (annotation: Annotation) => Promise<void>; delete: (id: string) => Promise<boolean> }
  audit: Audit
  now: () => number
}

export function addDrills(api: OpenAPIHono, { drills, annotations, audit, now }: DrillsPort): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/drills',
      summary: 'Score sheets of all drills, newest first',
      responses: { 200: json(z.array(sheetSchema), 'score sheets') },
    }),
    async (c) => c.json(await drills.sheets(), 200),
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/drills/{id}',
      summary: 'The score sheet of one drill; until two minutes after its end it may still change',
      request: { params },
      responses: { 200: json(sheetSchema, 'the score sheet'), 404: refused },
    }),
    async (c) => {
      const sheet = await drills.sheet(c.req.valid('param').id)
      return sheet ? c.json(sheet, 200) : c.json(refusal('not_found', 'There is no such drill.'), 404)
    },
  )
  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/drills',
      middleware: [needs('drill')] as const,
      summary: 'Mark a stretch of time, of up to a day, as a drill',
      request: {
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.object({
                name: z.string().trim().min(1).max(MAX_NAME),
                fromMs: ms.min(0),
                toMs: ms.min(0),
              }),
            },
          },
        },
      },
      responses: { 201: json(drillSchema, 'as it is kept'), 400: refused, 401: refused, 403: refused },
    }),
    async (c) => {
      const { name, fromMs, toMs } = c.req.valid('json')
      if (toMs <= fromMs || toMs - fromMs > LONGEST_DRILL_MS)
        return c.json(refusal('bad_request', 'A drill ends after it began, and within a day.'), 400)
      const who = whoAsks(c)
      const by = who?.name ?? ''
      const drill: Drill = { id: randomUUID(), name, fromMs, toMs, by, createdAtMs: now() }
      await drills.save(drill)
      await annotations.save({
        ...{ id: drill.id, atMs: fromMs, toMs, lane: null, by, createdAtMs: drill.createdAtMs },
        text: `Drill: ${name}`,
      })
      await audit({ who, action: 'drill-marked', subject: drill.id, detail: name })
      return c.json(drill, 201)
    },
  )
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/drills/{id}',
      middleware: [needs('drill')] as const,
      summary: 'It was no drill: take mark and score sheet away; what happened stays on record',
      request: { params },
      responses: { 204: { description: 'gone' }, 401: refused, 403: refused, 404: refused },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      if (!(await drills.delete(id))) return c.json(refusal('not_found', 'There is no such drill.'), 404)
      await annotations.delete(id)
      await audit({ who: whoAsks(c), action: 'drill-deleted', subject: id })
      return c.body(null, 204)
    },
  )
}
