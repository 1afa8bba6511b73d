/** Imports over HTTP: announced, their files sent one by one, watched while they are read, removed. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { importShape } from '#lib/store/import-record'
import type { Audit } from '../audit.ts'
import type { ImportDesk } from '../imports/create-import-desk.ts'
import { json, refused } from './answer.ts'
import { refusal } from './errors.ts'
import { needs, whoAsks } from './who-asks.ts'

const MAX_FILES = 50
const MAX_NAME = 300
const importSchema = importShape.openapi('Import')
const params = z.object({ id: z.string().max(100) })
const given = z.object({
  name: z.string().trim().min(1).max(MAX_NAME),
  files: z
    .array(
      z.object({
        name: z.string().min(1).max(MAX_NAME),
        bytes: z.number().int().min(0),
        modifiedAtMs: z.number().min(0).openapi({ description: 'dates without a year are near it' }),
        loadBalancer: z.string().trim().min(1).max(200).nullable().default(null),
      }),
    )
    .min(1)
    .max(MAX_FILES),
})

export function addImports(
  api: OpenAPIHono,
  { imports, audit }: { imports: ImportDesk; audit: Audit },
): void {
  const none = (id: string) => refusal('not_found', `There is no import ${id}.`)
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/imports',
      summary: 'Imports, newest first',
      responses: { 200: json(z.array(importSchema), 'imports') },
    }),
    (c) => c.json(imports.list(), 200),
  )
  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/imports',
      middleware: [needs('import')] as const,
      summary: 'Announce files; each is then sent to files/{number}, and they are read when all are there',
      request: { body: { required: true, content: { 'application/json': { schema: given } } } },
      responses: { 201: json(importSchema, 'announced'), 409: refused, 507: refused },
    }),
    async (c) => {
      const { name, files } = c.req.valid('json')
      const who = whoAsks(c)
      const made = imports.create(name, files, who?.name ?? '')
      if (!made.ok) return c.json(refusal(made.code, made.message), made.code === 'no_room' ? 507 : 409)
      await audit({ who, action: 'import-created', subject: made.record.id, detail: name })
      return c.json(made.record, 201)
    },
  )
  api.put('/api/v1/imports/:id/files/:number', needs('import'), async (c) => {
    const taken = await imports.take(
      c.req.param('id'),
      Number(c.req.param('number')),
      c.req.raw.body as never,
    )
    if (taken.ok) return c.body(null, 204)
    return c.json(refusal(taken.code, taken.message), taken.code === 'not_found' ? 404 : 409)
  })
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/imports/{id}',
      summary: 'One import: how far it is read, what was refused and why',
      request: { params },
      responses: { 200: json(importSchema, 'the import'), 404: refused },
    }),
    (c) => {
      const { id } = c.req.valid('param')
      const record = imports.get(id)
      return record ? c.json(record, 200) : c.json(none(id), 404)
    },
  )
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/imports/{id}',
      middleware: [needs('import')] as const,
      summary: 'Stop reading it, and remove all of it; postmortems made of it stay',
      request: { params },
      responses: { 204: { description: 'gone' }, 404: refused },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      if (!(await imports.remove(id))) return c.json(none(id), 404)
      await audit({ who: whoAsks(c), action: 'import-removed', subject: id })
      return c.body(null, 204)
    },
  )
}
