/** What people do about incidents, over HTTP: acknowledge, comment, close, reopen, merge, split; and the history of it. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { MAX_FINDINGS } from '#lib/incidents/case'
import {
  COMMENT_CHARS,
  type HandlingRefusal,
  INCIDENT_ACT_KINDS,
  type IncidentCommand,
  REASON_CHARS,
} from '#lib/model/incident-act'
import { may, type Permission } from '#lib/model/role'
import type { IncidentDesk } from '../incident-desk.ts'
import { json, refused } from './answer.ts'
import { refusal } from './errors.ts'
import { incidentSchema } from './incident-schemas.ts'
import { needs, whoAsks } from './who-asks.ts'

const params = z.object({ id: z.string().max(300) })
const id = z.string().min(1).max(300)

export const incidentActSchema = z
  .object({
    id: z.string(),
    incidentId: z.string(),
    kind: z.enum(INCIDENT_ACT_KINDS),
    atMs: z.number(),
    by: z.string().openapi({ description: 'empty: Polygraph itself' }),
    text: z.string(),
    otherId: z
      .string()
      .nullable()
      .openapi({ description: 'what was merged into it, or made of what was taken out' }),
  })
  .openapi('IncidentAct')

const done = z.object({ incident: incidentSchema, otherId: z.string().nullable() }).openapi('IncidentDone')

const WORDS: Record<HandlingRefusal, [404 | 409, string]> = {
  'no-such-incident': [404, 'There is no such incident.'],
  'no-such-finding': [404, 'A finding that was named is not one of this incident.'],
  'already-so': [409, 'It is so already: somebody was quicker.'],
  'same-incident': [409, 'An incident cannot be merged into itself.'],
  'nothing-left': [409, 'Both sides of a split must keep a finding.'],
  'too-many-findings': [409, `An incident has at most ${MAX_FINDINGS} findings.`],
}

/** `body`: what is sent with it; `command`: what is made of that. */
type Deed<T extends z.ZodType> = {
  path: string
  method: 'post' | 'delete'
  permission: Permission
  summary: string
  body: T
  command: (body: z.infer<T>) => IncidentCommand
  text?: (body: z.infer<T>) => string
}
const deed = <T extends z.ZodType>(one: Deed<T>) => one as unknown as Deed<z.ZodObject>

const NOTHING = z.object({})
const DEEDS = [
  deed({
    path: 'acknowledgement',
    method: 'post',
    permission: 'acknowledge',
    summary: 'Say that somebody is on it',
    body: NOTHING,
    command: () => ({ do: 'acknowledge' }),
  }),
  deed({
    path: 'acknowledgement',
    method: 'delete',
    permission: 'acknowledge',
    summary: 'Nobody is on it any more',
    body: NOTHING,
    command: () => ({ do: 'withdraw' }),
  }),
  deed({
    path: 'comments',
    method: 'post',
    permission: 'comment',
    summary: 'Add a comment',
    body: z.object({ text: z.string().trim().min(1).max(COMMENT_CHARS) }),
    command: () => ({ do: 'comment' }),
    text: ({ text }) => text,
  }),
  deed({
    path: 'close',
    method: 'post',
    permission: 'change-incident',
    summary: 'Close it; what still lasts is shown as before, and anything new of it opens it again',
    body: z.object({ text: z.string().trim().max(REASON_CHARS).default('') }),
    command: ({ text }) => ({ do: 'close', text }),
    text: ({ text }) => text,
  }),
  deed({
    path: 'reopen',
    method: 'post',
    permission: 'change-incident',
    summary: 'Open it again',
    body: NOTHING,
    command: () => ({ do: 'reopen' }),
  }),
  deed({
    path: 'merge',
    method: 'post',
    permission: 'change-incident',
    summary: 'Put the findings of another incident into this one; the address of the other leads here',
    body: z.object({ otherId: id }),
    command: ({ otherId }) => ({ do: 'merge', otherId }),
  }),
  deed({
    path: 'split',
    method: 'post',
    permission: 'change-incident',
    summary: 'Make an incident of its own of some of the findings',
    body: z.object({ findingIds: z.array(id).min(1).max(MAX_FINDINGS) }),
    command: ({ findingIds }) => ({ do: 'split', findingIds }),
  }),
]

export function addIncidentActs(api: OpenAPIHono, desk: IncidentDesk): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/incidents/{id}/history',
      summary: 'What was done about it and said, oldest first',
      request: { params },
      responses: { 200: json(z.array(incidentActSchema), 'history') },
    }),
    async (c) => c.json(await desk.acts(c.req.valid('param').id), 200),
  )
  for (const { path, method, permission, summary, body, command, text } of DEEDS) {
    const route = createRoute({
      method,
      path: `/api/v1/incidents/{id}/${path}`,
      middleware: [needs(permission)] as const,
      summary,
      request: {
        params,
        ...(body !== NOTHING && {
          body: { required: true, content: { 'application/json': { schema: body } } },
        }),
      },
      responses: {
        200: json(done, 'the incident as it is now'),
        400: refused,
        401: refused,
        403: refused,
        404: refused,
        409: refused,
      },
    })
    api.openapi(route, async (c) => {
      const given = body === NOTHING ? {} : (c.req.valid('json' as never) as Record<string, unknown>)
      const carried = await desk.carryOut(
        c.req.valid('param').id,
        command(given),
        whoAsks(c),
        text?.(given) ?? '',
      )
      if (carried.ok) return c.json({ incident: carried.incident, otherId: carried.otherId }, 200)
      const [status, words] = WORDS[carried.reason]
      return c.json(refusal(carried.reason.replaceAll('-', '_'), words), status)
    })
  }
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/comments/{id}',
      middleware: [needs('comment')] as const,
      summary: 'Take back what one wrote oneself; whoever may change incidents, what others wrote, too',
      request: { params },
      responses: { 204: { description: 'gone' }, 401: refused, 403: refused, 404: refused },
    }),
    async (c) => {
      const act = await desk.act(c.req.valid('param').id)
      if (act?.kind !== 'comment') return c.json(refusal('not_found', 'There is no such comment.'), 404)
      const who = whoAsks(c)
      if (who?.name !== act.by && !(who && may(who.role, 'change-incident')))
        return c.json(refusal('not_yours', `${act.by} wrote it.`), 403)
      await desk.removeComment(act, who)
      return c.body(null, 204)
    },
  )
}
