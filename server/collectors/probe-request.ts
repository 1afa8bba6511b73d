/** One request to one address, with a deadline and a size limit; it follows nothing and resolves no name. */

import { createHash } from 'node:crypto'
import http from 'node:http'
import https from 'node:https'
import { isIP } from 'node:net'
import type { ProbeText } from '#lib/sources/probe/parse-probe'
import type { ProbeSetting } from '../settings/probe-setting.ts'

/** Of an answer so much is read; the rest is neither searched nor compared. */
export const ANSWER_BYTES = 256 * 1024

export type ProbeAnswer = Pick<ProbeText, 'status' | 'durationMs' | 'failure' | 'version'>
export type ProbeTarget = { ip: string; port: number }

/** `10.0.0.21:80`, `[fd00::21]:80`; null for names and sockets: only what the load balancer reports as an address is asked. */
export function readTarget(address: string | null): ProbeTarget | null {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(address ?? '')
  const ip = match?.[1] ?? match?.[2]
  const port = Number(match?.[3])
  return ip && isIP(ip) && port > 0 && port < 65_536 ? { ip, port } : null
}

/** Null where the answer is as it should be. */
function failureOf(probe: ProbeSetting, status: number, body: string): string | null {
  const { statuses } = probe
  if (statuses.length > 0 && !statuses.includes(status))
    return `status ${status}, not ${statuses.join(' or ')}`
  if (statuses.length === 0 && status >= 400) return `status ${status}`
  return probe.body !== null && !probe.body.test(body) ? `the body does not match ${probe.body.source}` : null
}

function versionOf(probe: ProbeSetting, headers: http.IncomingHttpHeaders, body: Buffer): string | null {
  const { versionHeader } = probe
  if (versionHeader !== null) return headers[versionHeader.toLowerCase()]?.toString().slice(0, 200) ?? null
  return probe.compareBody ? `sha256 ${createHash('sha256').update(body).digest('hex').slice(0, 16)}` : null
}

export function askServer(
  probe: ProbeSetting,
  target: ProbeTarget,
  monotonicMs: () => number = () => performance.now(),
): Promise<ProbeAnswer> {
  const startedMs = monotonicMs()
  const { tls, host, path, timeoutMs } = probe
  return new Promise((resolve) => {
    let done = false
    const finish = (status: number | null, failure: string | null, version: string | null = null) => {
      if (done) return
      done = true
      clearTimeout(timer)
      asked.destroy()
      resolve({ status, failure, version, durationMs: Math.round(monotonicMs() - startedMs) })
    }
    const options = {
      ...{ host: target.ip, port: target.port, path, method: 'GET', agent: false },
      headers: {
        ...(host !== null && { host }),
        'user-agent': 'polygraph-probe',
        accept: '*/*',
        connection: 'close',
      },
    }
    const hear = (response: http.IncomingMessage) => {
      const pieces: Buffer[] = []
      let bytes = 0
      const end = () => {
        const body = Buffer.concat(pieces).subarray(0, ANSWER_BYTES)
        const status = response.statusCode ?? 0
        const failure = failureOf(probe, status, body.toString('utf8'))
        finish(status, failure, versionOf(probe, response.headers, body))
      }
      response.on('data', (piece: Buffer) => {
        pieces.push(piece)
        bytes += piece.length
        if (bytes >= ANSWER_BYTES) end()
      })
      response.on('end', end)
      response.on('error', (error) => finish(response.statusCode ?? null, error.message))
    }
    const asked = tls
      ? https.request(
          {
            ...options,
            ...((tls.serverName ?? host) !== null && { servername: tls.serverName ?? host! }),
            rejectUnauthorized: !tls.insecure,
          },
          hear,
        )
      : http.request(options, hear)
    const timer = setTimeout(() => finish(null, `no answer within ${timeoutMs / 1000} s`), timeoutMs)
    asked.on('error', (error: NodeJS.ErrnoException) => finish(null, error.code ?? error.message))
    asked.end()
  })
}
