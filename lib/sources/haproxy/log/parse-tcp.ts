/** `option tcplog`: `… %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq`. */

import type { SessionRecord } from '../../../model/log-record.ts'
import type { LogAnswer } from '../../log-context.ts'
import type { TrafficHead } from './parse-traffic.ts'
import { readInt, readSlashed, unlessMinusOne } from './read-numbers.ts'

const PLUS = 43

export function parseTcp(message: string, head: TrafficHead): LogAnswer {
  const timers = readSlashed(message, head.timersAt, head.timersEnd, 3)
  if (!timers) return 'bad-timers'
  const early = message.charCodeAt(message.lastIndexOf('/', head.timersEnd) + 1) === PLUS
  const bytesAt = head.timersEnd + 1
  const bytesEnd = message.indexOf(' ', bytesAt)
  if (bytesEnd < 0) return 'line-cut'
  const bytes = readInt(message, bytesAt, bytesEnd)
  if (Number.isNaN(bytes)) return 'unknown-format'
  const stateEnd = wordEnd(message, bytesEnd + 1)
  const connectionsEnd = wordEnd(message, stateEnd + 1)
  const queueEnd = wordEnd(message, connectionsEnd + 1)
  const termination = message.slice(bytesEnd + 1, stateEnd)
  const connections = readSlashed(message, stateEnd + 1, connectionsEnd, 5)
  const queue = readSlashed(message, connectionsEnd + 1, queueEnd, 2)
  if (termination.length > 4) return 'unknown-format'
  if (!connections && connectionsEnd < message.length) return 'unknown-format'
  const rest = message.slice(queueEnd + 1)
  const record: { ok: true } & SessionRecord = {
    ok: true,
    kind: 'session',
    atMs: head.atMs,
    client: head.client,
    frontend: head.frontend,
    tls: head.tls,
    pool: head.pool,
    server: head.server,
    timers: {
      requestMs: null,
      queueMs: unlessMinusOne(timers[0]!),
      connectMs: unlessMinusOne(timers[1]!),
      responseMs: null,
      totalMs: unlessMinusOne(timers[2]!),
    },
    bytes: unlessMinusOne(bytes),
    termination: termination.length >= 2 ? termination : null,
    connections: connections && {
      process: connections[0]!,
      frontend: connections[1]!,
      pool: connections[2]!,
      server: connections[3]!,
    },
    retries: connections ? connections[4]! : null,
    redispatched:
      connections !== null && message.charCodeAt(message.lastIndexOf('/', connectionsEnd) + 1) === PLUS,
    queue: queue && { server: queue[0]!, pool: queue[1]! },
    loggedEarly: early || message.charCodeAt(bytesAt) === PLUS,
    truncated: connections === null || queue === null,
    format: 'haproxy-tcp',
  }
  if (rest !== '') record.fields = { rest }
  return record
}

function wordEnd(message: string, from: number): number {
  const end = message.indexOf(' ', from)
  return end < 0 ? message.length : end
}
