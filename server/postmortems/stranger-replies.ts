/** What strangers are sent, with the headers that keep it to them; one answer for every link that leads nowhere. */

import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

export type Reply = { status: number; type: string; body: string | Buffer; headers?: Record<string, string> }

const STYLE =
  'body{margin:18vh auto 0;max-width:520px;padding:0 20px;font:16px/1.5 system-ui,sans-serif;color:#12171d;background:#f5f6f8}h1{font-size:22px}input,button{font:inherit;padding:6px 10px}@media(prefers-color-scheme:dark){body{color:#e6eaf0;background:#0b0e12}}'
const styleHash = createHash('sha256').update(STYLE, 'utf8').digest('base64')
const policy = (form: string) =>
  `default-src 'none'; style-src 'sha256-${styleHash}'; form-action ${form}; base-uri 'none'; frame-ancestors 'none'`

const plain = (title: string, body: string) =>
  `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex, nofollow, noarchive"><meta name="referrer" content="no-referrer"><title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>\n`

/** Unknown, expired, revoked, misspelt: nobody learns which. */
export const GONE: Reply = {
  status: 404,
  type: 'text/html; charset=utf-8',
  body: plain(
    'This link does not lead anywhere',
    '<p>It may have expired, been taken back, or lost a part on its way. Ask whoever sent it for a new one.</p>',
  ),
  headers: { 'content-security-policy': policy("'none'") },
}

/** `base` is the link's own path, to the letter. */
export function askPage(base: string, said: string | null, status = 200): Reply {
  const alert = said === null ? '' : `<p role="alert">${said}</p>`
  return {
    status,
    type: 'text/html; charset=utf-8',
    body: plain(
      'This page has a passphrase',
      `${alert}<form method="post" action="${base}"><p><label for="passphrase">Passphrase</label></p><p><input id="passphrase" name="passphrase" type="password" required autocomplete="off" maxlength="200"> <button>Open</button></p></form>`,
    ),
    headers: { 'content-security-policy': policy("'self'") },
  }
}

export async function send(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  const headers: Record<string, string | number> = {
    'content-type': reply.type,
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow, noarchive',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'content-security-policy': policy("'none'"),
    ...reply.headers,
  }
  let body = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(reply.body, 'utf8')
  const packs = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  if (packs && reply.type !== 'image/png' && body.length > 1024) {
    body = await promisify(gzip)(body)
    headers['content-encoding'] = 'gzip'
  }
  headers.vary = 'accept-encoding'
  if (reply.status !== 204) headers['content-length'] = body.length
  response.writeHead(reply.status, headers)
  response.end(request.method === 'HEAD' ? undefined : body)
}
