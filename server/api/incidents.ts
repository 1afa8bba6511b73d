/** Incidents over HTTP: those of a stretch of time, and one by its id; live ones as they are at this moment. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Incident } from '#lib/model/incident'
import type { IncidentsQuestion } from '#lib/store/load-incidents'
import type { SimilarIncident } from '#lib/views/similar-incidents'
import type { Impact } from '#lib/views/to-impact'
import { json } from './answer.ts'
import { errorBody, refusal } from './errors.ts'
import { impactSchema, incidentSchema, similarSchema } from './incident-schemas.ts'

const DAY_MS = 86_400_000
const MAX_INCIDENTS = 500
const time = z.coerce.number().int().min(0)

const NONE = refusal('not_found', 'There is no such incident.')

export type IncidentsPort = {
  /** Newest first; what is in memory stands in for what is stored. */
  incidents: (question: IncidentsQuestion) => Promise<Incident[]>
  incident: (id: string) => Promise<Incident | null>
  /** Null where it was never merged into another. */
  mergedInto: (id: string) => Promise<string | null>
  impact: (incident: Incident) => Promise<Impact>
  similar: (incident: Incident) => Promise<SimilarIncident[]>
  now: () => number
}

export function addIncidents(api: OpenAPIHono, port: IncidentsPort): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/incidents',
      summary: 'Incidents that lasted at any moment of the stretch, newest first',
      request: {
        query: z.object({
          from: time.optional().openapi({ description: 'epoch ms; default one day ago' }),
          to: time.optional().openapi({ description: 'epoch ms; default now' }),
          limit: z.coerce.number().int().min(1).max(MAX_INCIDENTS).default(200),
        }),
      },
      responses: {
        200: json(z.array(incidentSchema), 'incidents'),
        400: json(errorBody, 'refused, and why'),
      },
    }),
    async (c) => {
      const { from, to, limit } = c.req.valid('query')
      const toMs = to ?? port.now() + 60_000
      const fromMs = from ?? toMs - DAY_MS
      if (fromMs > toMs) return c.json(refusal('bad_request', 'from must not be after to'), 400)
      return c.json(await port.incidents({ fromMs, toMs, limit }), 200)
    },
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/incidents/{id}',
      summary: 'One incident with its findings and their evidence',
      request: { params: z.object({ id: z.string().max(300) }) },
      responses: {
        200: json(incidentSchema, 'the incident'),
        307: { description: 'it was merged into another' },
        404: json(errorBody, 'there is none'),
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const incident = await port.incident(id)
      if (incident) return c.json(incident, 200)
      const into = await port.mergedInto(id)
      if (into !== null) return c.redirect(`/api/v1/incidents/${encodeURIComponent(into)}`, 307)
      return c.json(refusal('not_found', `There is no incident ${id}.`), 404)
    },
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/incidents/{id}/impact',
      summary: 'How far it reached: pools, servers, connections, terminals, requests that failed meanwhile',
      request: { params: z.object({ id: z.string().max(300) }) },
      responses: { 200: json(impactSchema, 'its reach'), 404: json(errorBody, 'there is none') },
    }),
    async (c) => {
      const incident = await port.incident(c.req.valid('param').id)
      return incident ? c.json(await port.impact(incident), 200) : c.json(NONE, 404)
    },
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/incidents/{id}/similar',
      summary: 'Earlier incidents that are like it, most alike first',
      request: { params: z.object({ id: z.string().max(300) }) },
      responses: { 200: json(z.array(similarSchema), 'incidents'), 404: json(errorBody, 'there is none') },
    }),
    async (c) => {
      const incident = await port.incident(c.req.valid('param').id)
      return incident ? c.json(await port.similar(incident), 200) : c.json(NONE, 404)
    },
  )
}
