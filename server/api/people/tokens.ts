/** Access tokens for programs, made and revoked in the browser; and the audit log. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { ROLES } from '#lib/model/role'
import { createToken } from '#lib/store/create-token'
import { loadTokens } from '#lib/store/load-tokens'
import { loadAudit } from '#lib/store/people/audit'
import { revokeToken } from '#lib/store/revoke-token'
import { json, refused } from '../answer.ts'
import { refusal } from '../errors.ts'
import { needs, whoAsks } from '../who-asks.ts'
import type { PeoplePort } from './people-port.ts'

const token = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.string(),
    createdAtMs: z.number(),
    revokedAtMs: z.number().nullable(),
  })
  .openapi('Token')
const entry = z
  .object({
    seq: z.number(),
    atMs: z.number(),
    who: z.string(),
    whoId: z.string().nullable(),
    via: z.string(),
    action: z.string(),
    subject: z.string(),
    detail: z.string(),
  })
  .openapi('AuditEntry')
const middleware = needs('manage-tokens')

export function addTokens(api: OpenAPIHono, { store, audit, lessAllowed, now }: PeoplePort): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/tokens',
      summary: 'Every access token, without its secret, newest first',
      middleware,
      responses: { 200: json(z.array(token), 'tokens') },
    }),
    async (c) => c.json(await loadTokens(store), 200),
  )
  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/tokens',
      summary: 'Makes an access token; its text is in this answer and nowhere else',
      middleware,
      request: {
        body: {
          required: true,
          content: {
            'application/json': { schema: z.object({ name: z.string().max(200), role: z.enum(ROLES) }) },
          },
        },
      },
      responses: { 201: json(z.object({ id: z.string(), token: z.string() }), 'the token'), 400: refused },
    }),
    async (c) => {
      const made = await createToken(store, { ...c.req.valid('json'), nowMs: now() })
      if (!made.ok) return c.json(refusal(made.reason, made.message), 400)
      const { name, role } = c.req.valid('json')
      await audit({ who: whoAsks(c), action: 'token-made', subject: name.trim(), detail: role })
      c.header('cache-control', 'no-store')
      return c.json({ id: made.id, token: made.token }, 201)
    },
  )
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/tokens/{id}',
      summary: 'Makes an access token void at once',
      middleware,
      request: { params: z.object({ id: z.string().max(100) }) },
      responses: { 204: { description: 'void' }, 404: refused },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      if (!(await revokeToken(store, id, now())))
        return c.json(refusal('not_found', 'There is no such valid token.'), 404)
      await audit({ who: whoAsks(c), action: 'token-revoked', subject: id })
      await lessAllowed()
      return c.body(null, 204)
    },
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/audit',
      summary: 'The audit log, newest first',
      middleware: needs('read-audit'),
      request: {
        query: z.object({
          before: z.coerce
            .number()
            .int()
            .min(0)
            .optional()
            .openapi({ description: 'nextBeforeSeq of the page before' }),
        }),
      },
      responses: {
        200: json(z.object({ entries: z.array(entry), nextBeforeSeq: z.number().nullable() }), 'a page'),
      },
    }),
    async (c) => c.json(await loadAudit(store, c.req.valid('query').before ?? null), 200),
  )
}
