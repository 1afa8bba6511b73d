/** People and the one-time links that bring them in; for admins. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { PERSON_ROLES } from '#lib/model/role'
import { changePerson } from '#lib/store/people/change-person'
import { createInvitation } from '#lib/store/people/create-invitation'
import { loadInvitations, voidInvitation } from '#lib/store/people/invitations'
import { loadPeople, loadPerson } from '#lib/store/people/load-people'
import { json, refused } from '../answer.ts'
import { refusal } from '../errors.ts'
import { needs, whoAsks } from '../who-asks.ts'
import type { PeoplePort } from './people-port.ts'

const role = z.enum(PERSON_ROLES)
const person = z
  .object({
    id: z.string(),
    name: z.string(),
    role,
    createdAtMs: z.number(),
    disabledAtMs: z.number().nullable(),
  })
  .openapi('Person')
const link = z
  .object({
    id: z.string(),
    kind: z.enum(['first', 'invite', 'password']),
    role,
    personId: z.string().nullable(),
    madeBy: z.string(),
    createdAtMs: z.number(),
    expiresAtMs: z.number(),
  })
  .openapi('OneTimeLink')
const params = z.object({ id: z.string().max(100) })
const middleware = needs('manage-people')

export function addPeople(api: OpenAPIHono, { store, audit, lessAllowed, now }: PeoplePort): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/people',
      summary: 'Everyone who may sign in or might, and the one-time links that are still good',
      middleware,
      responses: { 200: json(z.object({ people: z.array(person), links: z.array(link) }), 'people') },
    }),
    async (c) => c.json({ people: await loadPeople(store), links: await loadInvitations(store, now()) }, 200),
  )
  api.openapi(
    createRoute({
      method: 'patch',
      path: '/api/v1/people/{id}',
      summary: 'Another role; or disabled, which ends their sessions at once',
      middleware,
      request: {
        params,
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.object({ role: role.optional(), disabled: z.boolean().optional() }),
            },
          },
        },
      },
      responses: { 200: json(person, 'the person as changed'), 404: refused, 409: refused },
    }),
    async (c) => {
      const { role, disabled } = c.req.valid('json')
      const change = { ...(role && { role }), ...(disabled !== undefined && { disabled }) }
      const changed = await changePerson(store, c.req.valid('param').id, change, now())
      if (!changed.ok)
        return changed.reason === 'unknown-person'
          ? c.json(refusal(changed.reason, changed.message), 404)
          : c.json(refusal(changed.reason, changed.message), 409)
      const who = whoAsks(c)
      const subject = changed.person.name
      if (role) await audit({ who, action: 'role-changed', subject, detail: role })
      if (disabled !== undefined)
        await audit({ who, action: disabled ? 'person-disabled' : 'person-enabled', subject })
      await lessAllowed()
      return c.json(changed.person, 200)
    },
  )
  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/people/links',
      summary: 'A one-time link: for someone new with a role, or a new password for a person',
      middleware,
      request: {
        body: {
          required: true,
          content: {
            'application/json': {
              schema: z.union([z.object({ role }).strict(), z.object({ personId: z.string() }).strict()]),
            },
          },
        },
      },
      responses: {
        201: json(
          z.object({ id: z.string(), path: z.string(), expiresAtMs: z.number() }),
          'its path, shown once',
        ),
        404: refused,
      },
    }),
    async (c) => {
      const given = c.req.valid('json')
      const who = whoAsks(c)
      const person = 'personId' in given ? await loadPerson(store, given.personId) : null
      const role = 'role' in given ? given.role : person?.role
      if (!role) return c.json(refusal('unknown-person', 'There is no such person.'), 404)
      const { id, key, expiresAtMs } = await createInvitation(store, {
        kind: person ? 'password' : 'invite',
        role,
        ...(person && { personId: person.id }),
        madeBy: who?.name ?? 'unknown',
        nowMs: now(),
      })
      const action = person ? 'password-link-made' : 'invitation-made'
      await audit({ who, action, subject: person?.name ?? role })
      c.header('cache-control', 'no-store')
      return c.json({ id, path: `/sign-in/invited?key=${key}`, expiresAtMs }, 201)
    },
  )
  api.openapi(
    createRoute({
      method: 'delete',
      path: '/api/v1/people/links/{id}',
      summary: 'Makes a one-time link void',
      middleware,
      request: { params },
      responses: { 204: { description: 'void' }, 404: refused },
    }),
    async (c) => {
      const { id } = c.req.valid('param')
      if (!(await voidInvitation(store, id, now())))
        return c.json(refusal('not_found', 'There is no such link that is still good.'), 404)
      await audit({ who: whoAsks(c), action: 'link-voided', subject: 'a one-time link' })
      return c.body(null, 204)
    },
  )
}
