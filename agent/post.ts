/** One request after another to the dashboard, over a connection that stays open. */

import * as http from 'node:http'
import type * as https from 'node:https'
import { createRequire } from 'node:module'

const MAX_ANSWER_BYTES = 4 * 1024 * 1024
/** Longer than any pause between reports: the kernel's probes of this connection would count among those of the host. */
const PROBE_AFTER_MS = 60_000

export type Answer =
  | { ok: true; status: number; text: string; sentMs: number; heardMs: number }
  | { ok: false; reason: string; timedOut: boolean }

export type Post = { send: (lines: string, timeoutMs: number) => Promise<Answer>; close: () => void }

/** Never throws. `steadyMs` stamps the moment before sending and the moment the answer's head came. */
export function createPost(to: string, token: string, steadyMs: () => number): Post {
  const url = new URL(`${to.replace(/\/+$/, '')}/api/v1/ingest`)
  // TLS is megabytes of code: it is loaded only where it is used.
  const { Agent, request: ask } =
    url.protocol === 'https:' ? (createRequire(import.meta.url)('node:https') as typeof https) : http
  const agent = new Agent({
    ...{ keepAlive: true, keepAliveMsecs: PROBE_AFTER_MS },
    ...{ maxSockets: 1, noDelay: true },
  })
  return {
    send: (lines, timeoutMs) =>
      new Promise((resolve) => {
        const body = Buffer.from(lines)
        const headers = {
          authorization: `Bearer ${token}`,
          'content-type': 'application/x-ndjson',
          'content-length': body.length,
        }
        let timedOut = false
        const fail = (reason: string) => {
          clearTimeout(timer)
          resolve({ ok: false, reason, timedOut })
        }
        const request = ask(url, { method: 'POST', agent, headers }, (response) => {
          const heardMs = steadyMs()
          const parts: Buffer[] = []
          let size = 0
          response.on('data', (part: Buffer) => {
            size += part.length
            if (size > MAX_ANSWER_BYTES) request.destroy(new Error('the answer is too long'))
            else parts.push(part)
          })
          response.on('error', (error) => fail(error.message))
          response.on('aborted', () => fail('the answer was cut'))
          response.on('end', () => {
            if (!response.complete) return fail('the answer was cut')
            clearTimeout(timer)
            const text = Buffer.concat(parts).toString()
            resolve({ ok: true, status: response.statusCode ?? 0, text, sentMs, heardMs })
          })
        })
        const timer = setTimeout(() => {
          timedOut = true
          request.destroy(new Error(`no answer within ${timeoutMs} ms`))
        }, timeoutMs)
        request.on('error', (error) =>
          fail(error.message || (error as NodeJS.ErrnoException).code || 'unreachable'),
        )
        const sentMs = steadyMs()
        request.end(body)
      }),
    close: () => agent.destroy(),
  }
}
