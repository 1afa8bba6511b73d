/** Share links over HTTP: made, listed, looked at as a stranger would, revoked; who opened them. */

import { randomBytes } from 'node:crypto'
import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { may } from '#lib/model/role'
import { loadAccesses } from '#lib/store/link-accesses'
import { createShareLink, loadShareLink, loadShareLinks, revokeShareLink } from '#lib/store/share-links'
import type { PostmortemDesk } from '../postmortems/create-postmortem-desk.ts'
import { pageHtml, policyOf } from '../postmortems/page-html.ts'
import { json, refused } from './answer.ts'
import { refusal } from './errors.ts'
import {
  accessSchema,
  linkSchema,
  madeLinkSchema,
  newLinkSchema,
  previewQuery,
  readRules,
} from './postmortem-schemas.ts'
import { needs, whoAsks } from './who-asks.ts'

const params = z.object({ id: z.string().max(100) })
const KEY_BYTES = 16

export function addShareLinks(api: OpenAPIHono, desk: PostmortemDesk): void {
  const { store, audit, now } = desk
  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/postmortems/{id}/links',
      middleware: [needs('share')] as const,
      summary: 'Make a link for strangers; its path is given once',
      request: {
        params,
        body: { required: true, content: { 'application/json': { schema: newLinkSchema } } },
      },
      responses: { 201: json(madeLinkSchema, 'made'), 404: refused, 409: refused, 503: refused },
    }),
    async (c) => {
      const postmortemId = c.req.valid('param').id
      const { expiresInMs, passphrase, rules, pseudonymKey } = c.req.valid('json')
      const who = whoAsks(c)
      const nowMs = now()
      const key = pseudonymKey ?? randomBytes(KEY_BYTES).toString('base64url')
      // A link that would show nothing is not made, and the author learns why.
      const shared = await desk.share({ postmortemId, redaction: { rules, key } })
      if (!shared.ok)
        return c.json(
          refusal(shared.reason.replaceAll('-', '_'), shared.message),
          shared.reason === 'not-found' ? 404 : 409,
        )
      const made = await createShareLink(store, {
        ...{ postmortemId, rules, passphrase, pseudonymKey: key, nowMs },
        ...{ expiresAtMs: nowMs + expiresInMs, by: who?.name ?? '' },
      })
      if (!made.ok) {
        const status = made.reason === 'not-found' ? 404 : made.reason === 'too-many' ? 409 : 503
        return c.json(refusal(made.reason.replaceAll('-', '_'), made.message), status)
      }
      await audit({ who, action: 'link-created', subject: made.link.id, detail: postmortemId })
      const { pseudonymKey: _, ...link } = made.link
      return c.json({ ...link, path: `/p/${made.token}` }, 201)
    },
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/postmortems/{id}/links',
      middleware: [needs('share')] as const,
      summary: 'Links of a postmortem, newest first, without their tokens',
      request: { params },
      responses: { 200: json(z.array(linkSchema), 'links') },
    }),
    async (c) => {
      const links = await loadShareLinks(store, c.req.valid('param').id)
      return c.json(
        links.map(({ pseudonymKey: _, ...link }) => link),
        200,
      )
    },
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/postmortems/{id}/links/{link}/access',
      middleware: [needs('share')] as const,
      summary: 'Who opened a link, newest first',
      request: { params: params.extend({ link: z.string().max(100) }) },
      responses: { 200: json(z.array(accessSchema), 'accesses'), 404: refused },
    }),
    async (c) => {
      const { id, link } = c.req.valid('param')
      if ((await loadShareLink(store, link))?.postmortemId !== id)
        return c.json(refusal('not_found', `There is no link ${link} of this postmortem.`), 404)
      return c.json(await loadAccesses(store, link), 200)
    },
  )
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/links/{id}',
      middleware: [needs('revoke-own-link')] as const,
      summary: 'Revoke a link at once; whoever may revoke any, those of others, too',
      request: { params },
      responses: { 204: { description: 'leads nowhere from now on' }, 403: refused, 404: refused },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      const who = whoAsks(c)
      const link = await loadShareLink(store, id)
      if (!link) return c.json(refusal('not_found', `There is no link ${id}.`), 404)
      if (link.createdBy !== who?.name && !(who && may(who.role, 'revoke-any-link')))
        return c.json(refusal('not_yours', `${link.createdBy} made it.`), 403)
      if (await revokeShareLink(store, id, now())) await audit({ who, action: 'link-revoked', subject: id })
      return c.body(null, 204)
    },
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/postmortems/{id}/preview',
      middleware: [needs('share')] as const,
      summary: 'Exactly what a stranger would get by these rules',
      request: { params, query: previewQuery },
      responses: { 200: { description: 'the page' }, 400: refused, 404: refused, 409: refused },
    }),
    async (c) => {
      const { rules: asked, key } = c.req.valid('query')
      const rules = asked === undefined ? null : readRules(asked)
      if (asked !== undefined && !rules)
        return c.json(refusal('bad_request', 'rules: not the JSON of RedactionRules'), 400)
      const redaction = rules && { rules, key: key ?? randomBytes(KEY_BYTES).toString('base64url') }
      const shared = await desk.share({ postmortemId: c.req.valid('param').id, redaction })
      if (!shared.ok)
        return c.json(
          refusal(shared.reason.replaceAll('-', '_'), shared.message),
          shared.reason === 'not-found' ? 404 : 409,
        )
      const built = await desk.page()
      return c.body(pageHtml(built, shared.document, { kind: 'preview' }), 200, {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': policyOf(built, 'preview'),
        'x-frame-options': 'SAMEORIGIN',
      })
    },
  )
}
