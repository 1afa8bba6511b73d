/** Where a request of the API comes from, and what it brings to sign in with. */

import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import { addressOf } from '../../sign-in/address-of.ts'
import type { Visitor } from '../../sign-in/create-sign-in.ts'
import { readSessionCookie, writeSessionCookie } from '../../sign-in/session-cookie.ts'

const incoming = (c: Context) => (c.env as HttpBindings).incoming

export const visitorOf = (c: Context): Visitor => ({
  address: addressOf(incoming(c)),
  browser: c.req.header('user-agent') ?? '',
  secret: readSessionCookie(incoming(c)),
})

/** Null takes the cookie away. */
export function giveCookie(c: Context, secret: string | null, lifeMs = 0): void {
  c.header('set-cookie', writeSessionCookie(incoming(c), secret, lifeMs))
}
