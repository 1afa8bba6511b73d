/** Sessions: one's own, or everyone's for an admin; seen and ended. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { may } from '#lib/model/role'
import { endSession, loadSessions } from '#lib/store/people/sessions'
import { json, refused } from '../answer.ts'
import { refusal } from '../errors.ts'
import { whoAsks } from '../who-asks.ts'
import type { PeoplePort } from './people-port.ts'

const session = z
  .object({
    id: z.string(),
    personId: z.string(),
    address: z.string(),
    browser: z.string(),
    createdAtMs: z.number(),
    lastSeenAtMs: z.number(),
    expiresAtMs: z.number(),
    /** The one that asks. */
    own: z.boolean(),
  })
  .openapi('Session')

export function addSessions(api: OpenAPIHono, { store, audit, lessAllowed, now }: PeoplePort): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/sessions',
      summary: 'Sessions that last: everyone’s for an admin, else one’s own',
      responses: { 200: json(z.array(session), 'latest use first'), 401: refused },
    }),
    async (c) => {
      const who = whoAsks(c)
      if (!who) return c.json(refusal('token', 'Nobody is signed in.'), 401)
      const all = may(who.role, 'manage-people')
      const sessions = await loadSessions(store, { ...(!all && { personId: who.id }), nowMs: now() })
      return c.json(
        sessions.map((one) => ({ ...one, own: one.id === who.sessionId })),
        200,
      )
    },
  )
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/sessions/{id}',
      summary: 'Ends a session at once: any for an admin, else one’s own',
      request: { params: z.object({ id: z.string().max(100) }) },
      responses: { 204: { description: 'ended' }, 401: refused, 404: refused },
    }),
    async (c) => {
      const who = whoAsks(c)
      if (!who) return c.json(refusal('token', 'Nobody is signed in.'), 401)
      const { id } = c.req.valid('param')
      const own = may(who.role, 'manage-people') ? undefined : who.id
      if (!(await endSession(store, id, now(), own)))
        return c.json(refusal('not_found', 'There is no such session.'), 404)
      await audit({ who, action: 'session-ended', subject: id })
      await lessAllowed()
      return c.body(null, 204)
    },
  )
}
