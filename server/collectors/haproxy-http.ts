/** Polls HAProxy's stats page as CSV over HTTP or HTTPS, with basic auth. */

import http from 'node:http'
import https from 'node:https'
import type { HaproxySetting } from '../settings/settings.ts'
import { ANSWER_BYTES, ANSWER_DEADLINE_MS, type Answer } from './ask-socket.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { startPollLoop } from './poll-loop.ts'

type Page = { url: string; authorization: string | null; insecureTls: boolean }

function fetchPage(page: Page, agent: http.Agent | https.Agent): Promise<Answer> {
  return new Promise((resolve) => {
    const { request } = page.url.startsWith('https:') ? https : http
    const pieces: Buffer[] = []
    let bytes = 0
    const finish = (answer: Answer) => {
      clearTimeout(timer)
      resolve(answer)
      if (!answer.ok) asked.destroy()
    }
    const headers = { accept: 'text/csv', ...(page.authorization && { authorization: page.authorization }) }
    const asked = request(page.url, { agent, headers }, (response) => {
      const { statusCode } = response
      if (statusCode !== 200) {
        response.resume()
        return finish({ ok: false, error: statusInWords(statusCode ?? 0) })
      }
      response.on('data', (piece: Buffer) => {
        bytes += piece.length
        if (bytes > ANSWER_BYTES)
          return finish({
            ok: false,
            error: `the answer is larger than ${ANSWER_BYTES} bytes`,
            limit: 'answer-bytes',
          })
        pieces.push(piece)
      })
      response.on('end', () => finish({ ok: true, text: Buffer.concat(pieces).toString('utf8') }))
      response.on('error', (error) => finish({ ok: false, error: error.message }))
    })
    const timer = setTimeout(
      () =>
        finish({
          ok: false,
          error: `no complete answer within ${ANSWER_DEADLINE_MS / 1000} s`,
          limit: 'answer-deadline',
        }),
      ANSWER_DEADLINE_MS,
    )
    asked.on('error', (error) => finish({ ok: false, error: errorInWords(error, page.url) }))
    asked.end()
  })
}

const DISTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)/

function errorInWords(error: NodeJS.ErrnoException, url: string): string {
  const code = error.code ?? ''
  if (DISTRUSTED.test(code))
    return `the certificate is not trusted (${error.message}); with ?insecure=1 behind the address it is read all the same`
  if (code === 'ECONNREFUSED')
    return `${new URL(url).host} refuses connections; the stats page is not served there`
  return error.message
}

function statusInWords(status: number): string {
  if (status === 401) return '401: the stats page wants a user and a password (http://user:password@host/…)'
  if (status >= 300 && status < 400)
    return `${status}: the stats page sends elsewhere; give its final address`
  return `the stats page answers ${status}`
}

export function collectHaproxyHttp(
  setting: HaproxySetting & { source: string; worker: string | null },
  port: CollectorPort,
): Collector {
  const { target, source } = setting
  if (target.via !== 'http') throw new Error('a socket is not a stats page')
  const agent = target.url.startsWith('https:')
    ? new https.Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: !target.insecureTls })
    : new http.Agent({ keepAlive: true, maxSockets: 1 })

  async function round(): Promise<string | null> {
    const atMs = port.now()
    const answer = await fetchPage(target as Page, agent)
    if (!answer.ok) {
      if (answer.limit) port.desk.lose(source, answer.limit, 1)
      return answer.error
    }
    const { text } = answer
    port.intake.offer({
      source,
      loadBalancer: setting.name,
      kind: 'stats',
      atMs,
      text,
      worker: setting.worker,
    })
    if (/^\s*</.test(text)) return 'the address answers a page, not CSV; is it the "stats uri"?'
    port.desk.read(source, port.now() - atMs)
    return null
  }

  port.desk.open(source, 'haproxy-http', setting.shown, setting.name)
  const loop = startPollLoop(setting.intervalMs, round, (error, waitMs) =>
    port.desk.lost(source, error, port.now() + waitMs),
  )
  return {
    stop() {
      void loop.stop()
      agent.destroy()
    },
  }
}
