/** Who asks a route, and the guard that lets only those with a permission through. */

import type { Context, MiddlewareHandler } from 'hono'
import { IDENTITY_HEADER, type Identity, readIdentity } from '#lib/model/identity'
import { leastRole, may, type Permission } from '#lib/model/role'
import { refusal } from './errors.ts'

/** Null where nobody is signed in; the front door took off whatever the request claimed itself. */
export const whoAsks = (c: Context): Identity | null => readIdentity(c.req.header(IDENTITY_HEADER))

/** `api.use('/api/v1/…', needs('share'))`, or as the first handler of one route. */
export const needs =
  (permission: Permission): MiddlewareHandler =>
  async (c, next) => {
    const who = whoAsks(c)
    if (!who) return c.json(refusal('sign_in', 'This needs someone signed in, or a token.'), 401)
    if (!may(who.role, permission))
      return c.json(
        refusal('role', `This needs the role ${leastRole(permission)}; ${who.name} has ${who.role}.`),
        403,
      )
    return next()
  }
