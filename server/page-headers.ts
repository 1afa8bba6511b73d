/** The headers that keep a page to itself: what it may load, who may frame it, what it tells others. */

import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setRequestHeader } from './set-identity.ts'
import { cameByHttps } from './sign-in/session-cookie.ts'

const YEAR_S = 31_536_000

/** For every answer, pages or not. */
export function setSafeHeaders(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('x-frame-options', 'DENY')
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  response.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  if (cameByHttps(request)) response.setHeader('strict-transport-security', `max-age=${YEAR_S}`)
}

/**
 * Scripts run by a nonce of this one answer and by nothing else; Next reads it from the request's own header of the
 * same name. Styles may stand in the page: they run nothing, and what they could load comes from here alone.
 */
export function setPagePolicy(request: IncomingMessage, response: ServerResponse): void {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    // What a stranger would get, shown before a link is made.
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
  setRequestHeader(request, 'content-security-policy', policy)
  response.setHeader('content-security-policy', policy)
}
