/** Postmortems over HTTP: made from an incident, edited version by version, exported, deleted. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { toMarkdown } from '#lib/postmortems/to-markdown'
import { loadPostmortem, loadPostmortems, loadVersions, POSTMORTEMS_LIMIT } from '#lib/store/load-postmortems'
import { deletePostmortem, type Made, savePostmortem } from '#lib/store/save-postmortem'
import type { Audit } from '../audit.ts'
import type { PostmortemDesk } from '../postmortems/create-postmortem-desk.ts'
import { pageHtml } from '../postmortems/page-html.ts'
import { json, refused } from './answer.ts'
import { documentJsonSchema } from './document-schema.ts'
import { errorBody, refusal } from './errors.ts'
import { fieldsSchema, postmortemSchema, versionSchema } from './postmortem-schemas.ts'
import { needs, whoAsks } from './who-asks.ts'

const params = z.object({ id: z.string().max(100) })
const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const none = (id: string) => refusal('not_found', `There is no postmortem ${id}.`)

export type CreatePostmortemPort = {
  /** Null where there is no such incident. */
  createPostmortem: (incidentId: string, by: string) => Promise<Made | null>
  audit: Audit
}

export function addCreatePostmortem(api: OpenAPIHono, port: CreatePostmortemPort): void {
  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/postmortems',
      middleware: [needs('create-postmortem')] as const,
      summary: 'Make a postmortem of an incident; its evidence is frozen at this moment',
      request: body(z.object({ incidentId: z.string().min(1).max(300) })),
      responses: { 201: json(postmortemSchema, 'made'), 404: refused, 413: refused, 503: refused },
    }),
    async (c) => {
      const { incidentId } = c.req.valid('json')
      const who = whoAsks(c)
      const made = await port.createPostmortem(incidentId, who?.name ?? '')
      if (!made) return c.json(refusal('not_found', `There is no incident ${incidentId}.`), 404)
      if (!made.ok) {
        const code = made.reason === 'too-large' ? 413 : 503
        return c.json(refusal(made.reason.replace('-', '_'), made.message), code)
      }
      await port.audit({ who, action: 'postmortem-created', subject: made.postmortem.id, detail: incidentId })
      return c.json(made.postmortem, 201)
    },
  )
}

export function addPostmortems(api: OpenAPIHono, desk: PostmortemDesk): void {
  const { store, audit, now } = desk
  api.get('/api/v1/schemas/polygraph-postmortem-1', (c) => c.json(documentJsonSchema()))
  addCreatePostmortem(api, { createPostmortem: desk.create, audit })
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/postmortems',
      summary: 'Postmortems, newest first',
      request: {
        query: z.object({ limit: z.coerce.number().int().min(1).max(POSTMORTEMS_LIMIT).default(100) }),
      },
      responses: { 200: json(z.array(postmortemSchema), 'postmortems') },
    }),
    async (c) => c.json(await loadPostmortems(store, c.req.valid('query').limit), 200),
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/postmortems/{id}',
      summary: 'One postmortem',
      request: { params },
      responses: { 200: json(postmortemSchema, 'the postmortem'), 404: refused },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const postmortem = await loadPostmortem(store, id)
      return postmortem ? c.json(postmortem, 200) : c.json(none(id), 404)
    },
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/postmortems/{id}/versions',
      summary: 'What was written before, newest first',
      request: { params },
      responses: { 200: json(z.array(versionSchema), 'versions') },
    }),
    async (c) => c.json(await loadVersions(store, c.req.valid('param').id), 200),
  )
  api.openapi(
    createRoute({
      method: 'patch',
      path: '/api/v1/postmortems/{id}',
      middleware: [needs('edit-postmortem')] as const,
      summary: 'Save what was written; `version` is the one that was changed',
      request: {
        params,
        ...body(z.object({ version: z.number().int().min(1), fields: fieldsSchema.partial() })),
      },
      responses: {
        200: json(postmortemSchema, 'saved'),
        404: refused,
        409: json(
          errorBody.extend({ current: postmortemSchema }),
          'somebody saved in between; theirs is given',
        ),
        503: refused,
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { version, fields } = c.req.valid('json')
      const known = await loadPostmortem(store, id)
      if (!known) return c.json(none(id), 404)
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
      const by = whoAsks(c)?.name ?? ''
      const saved = await savePostmortem(store, {
        ...{ id, version, by, nowMs: now() },
        fields: { ...known.fields, ...given },
      })
      if (saved.ok) return c.json(saved.postmortem, 200)
      if (saved.reason === 'conflict')
        return c.json({ ...refusal('conflict', saved.message), current: saved.current }, 409)
      return saved.reason === 'not-found'
        ? c.json(none(id), 404)
        : c.json(refusal('not_saved', saved.message), 503)
    },
  )
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/postmortems/{id}',
      middleware: [needs('delete-postmortem')] as const,
      summary: 'Delete it with its evidence, history, links and their access logs',
      request: { params },
      responses: { 204: { description: 'gone' }, 404: refused },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      if (!(await deletePostmortem(store, id))) return c.json(none(id), 404)
      await audit({ who: whoAsks(c), action: 'postmortem-deleted', subject: id })
      return c.body(null, 204)
    },
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/postmortems/{id}/export',
      summary: 'All of it, nothing left out: Markdown, JSON with the evidence, or one HTML file',
      request: { params, query: z.object({ format: z.enum(['md', 'json', 'html']).default('json') }) },
      responses: { 200: { description: 'the export' }, 404: refused, 500: refused },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const { format } = c.req.valid('query')
      const shared = await desk.share({ postmortemId: id, redaction: null })
      if (!shared.ok)
        return shared.reason === 'not-found'
          ? c.json(none(id), 404)
          : c.json(refusal(shared.reason.replaceAll('-', '_'), shared.message), 500)
      const { document } = shared
      const as = (type: string) => ({
        'content-type': type,
        'content-disposition': `attachment; filename="postmortem.${format}"`,
        'cache-control': 'no-store',
      })
      if (format === 'md') return c.body(toMarkdown(document), 200, as('text/markdown; charset=utf-8'))
      if (format === 'json') return c.body(JSON.stringify(document, null, 1), 200, as('application/json'))
      const html = pageHtml(await desk.page(), document, { kind: 'file' })
      return c.body(html, 200, as('text/html; charset=utf-8'))
    },
  )
}
