/** Events over HTTP: those of a stretch of time, by kind, subject or words; or some by their ids. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { LbEvent } from '#lib/model/lb-event'
import type { EventsQuestion, loadEvents } from '#lib/store/load-events'
import { json, refused } from './answer.ts'
import { refusal } from './errors.ts'
import { eventSchema } from './schemas.ts'

export const MAX_EVENTS = 1000

const time = z.coerce.number().int().min(0)

export type EventsPort = {
  events: (question: EventsQuestion) => ReturnType<typeof loadEvents>
  eventsById: (ids: string[]) => Promise<LbEvent[]>
  search: (question: EventsQuestion & { text: string }) => ReturnType<typeof loadEvents>
  now: () => number
}

export function addEvents(api: OpenAPIHono, port: EventsPort): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/events',
      summary: 'What changed, newest first',
      request: {
        query: z.object({
          from: time.optional().openapi({ description: 'epoch ms, included; default one hour ago' }),
          to: time.optional().openapi({ description: 'epoch ms, not included; default now' }),
          kind: z.string().max(100).optional(),
          subject: z.string().max(600).optional().openapi({
            description: 'loadBalancer, loadBalancer/pool, loadBalancer/pool/server, a host, or an address',
          }),
          ids: z.string().max(4000).optional().openapi({
            description: 'these events alone, by comma; the rest of the question does not count',
          }),
          text: z.string().max(200).optional().openapi({
            description: 'words that an event must hold, each of them, in its sentence, reason or names',
          }),
          limit: z.coerce.number().int().min(1).max(MAX_EVENTS).default(200),
          cursor: z.string().max(200).optional(),
        }),
      },
      responses: {
        200: json(z.object({ events: z.array(eventSchema), nextCursor: z.string().nullable() }), 'events'),
        400: refused,
      },
    }),
    async (c) => {
      const { from, to, kind, subject, text, limit, cursor, ids } = c.req.valid('query')
      if (ids) return c.json({ events: await port.eventsById(ids.split(',')), nextCursor: null }, 200)
      const toMs = to ?? port.now() + 60_000
      const fromMs = from ?? toMs - 3_660_000
      if (fromMs >= toMs) return c.json(refusal('bad_request', 'from must be before to'), 400)
      const question: EventsQuestion = {
        fromMs,
        toMs,
        limit,
        ...(kind && { kind }),
        ...(subject && { subject }),
        ...(cursor && { cursor }),
      }
      const words = text?.trim()
      return c.json(await (words ? port.search({ ...question, text: words }) : port.events(question)), 200)
    },
  )
}
