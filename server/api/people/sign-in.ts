/** Signing in by password or by a one-time link, signing out, and who is signed in. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { PASSWORD_MAX } from '#lib/model/person'
import { ROLES } from '#lib/model/role'
import type { SignedIn } from '../../sign-in/create-sign-in.ts'
import { json, refused } from '../answer.ts'
import { refusal } from '../errors.ts'
import { whoAsks } from '../who-asks.ts'
import type { PeoplePort } from './people-port.ts'
import { giveCookie, visitorOf } from './visitor.ts'

const name = z.string().min(1).max(200)
const password = z.string().min(1).max(PASSWORD_MAX)
const key = z.string().min(1).max(200)
const me = z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES), via: z.string() }).openapi('Me')
const body = <T extends z.ZodType>(schema: T) => ({
  body: { required: true, content: { 'application/json': { schema } } },
})
const answers = {
  200: json(me, 'who is signed in now'),
  400: refused,
  401: refused,
  429: refused,
  503: refused,
}

export function addSignIn(api: OpenAPIHono, port: PeoplePort): void {
  function answer(c: Context, signedIn: SignedIn) {
    c.header('cache-control', 'no-store')
    if (!signedIn.ok) {
      if (signedIn.waitS) c.header('retry-after', String(signedIn.waitS))
      return c.json(refusal(signedIn.code, signedIn.message), signedIn.status)
    }
    giveCookie(c, signedIn.secret, signedIn.expiresAtMs - port.now())
    const { person } = signedIn
    return c.json({ id: person.id, name: person.name, role: person.role, via: 'session' }, 200)
  }

  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/sign-in',
      summary: 'Signs a person in; the session comes as a cookie',
      request: body(z.object({ name, password })),
      responses: answers,
    }),
    async (c) => {
      const given = c.req.valid('json')
      return answer(c, await port.signIn.byPassword(given.name, given.password, visitorOf(c))) as never
    },
  )
  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/sign-in/link',
      summary: 'Uses a one-time link: a new person, or a new password; signs in',
      request: body(z.object({ key, name: z.string().max(200).default(''), password })),
      responses: answers,
    }),
    async (c) => {
      const signedIn = await port.signIn.byLink(c.req.valid('json'), visitorOf(c))
      // A new password ended the sessions before it.
      if (signedIn.ok) await port.lessAllowed()
      return answer(c, signedIn) as never
    },
  )
  api.openapi(
    createRoute({
      method: 'post',
      path: '/api/v1/sign-out',
      summary: 'Ends the session that the cookie names',
      responses: { 204: { description: 'signed out' } },
    }),
    async (c) => {
      await port.signIn.out(visitorOf(c))
      await port.lessAllowed()
      giveCookie(c, null)
      return c.body(null, 204)
    },
  )
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/me',
      summary: 'Who asks',
      responses: { 200: json(me, 'who asks'), 401: refused },
    }),
    (c) => {
      c.header('cache-control', 'no-store')
      const who = whoAsks(c)
      return who ? c.json(who, 200) : c.json(refusal('token', 'Nobody is signed in.'), 401)
    },
  )
}
