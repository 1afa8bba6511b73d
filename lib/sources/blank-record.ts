/** A request or session of which nothing is known yet: every field there, in the order that they are printed. */

import type { RequestRecord, SessionRecord } from '../model/log-record.ts'

type Logged<Record> = { ok: true } & Record

export function blankRequest(format: string, atMs: number | null): Logged<RequestRecord> {
  return {
    ok: true,
    kind: 'request',
    atMs,
    client: { ip: null, port: null },
    frontend: null,
    tls: false,
    pool: null,
    server: null,
    timers: { requestMs: null, queueMs: null, connectMs: null, responseMs: null, totalMs: null },
    status: null,
    bytes: null,
    termination: null,
    connections: null,
    retries: null,
    redispatched: false,
    queue: null,
    loggedEarly: false,
    requestCookie: null,
    responseCookie: null,
    requestHeaders: null,
    responseHeaders: null,
    method: null,
    uri: null,
    httpVersion: null,
    truncated: false,
    format,
  }
}

export function blankSession(format: string, atMs: number | null): Logged<SessionRecord> {
  return {
    ok: true,
    kind: 'session',
    atMs,
    client: { ip: null, port: null },
    frontend: null,
    tls: false,
    pool: null,
    server: null,
    timers: { requestMs: null, queueMs: null, connectMs: null, responseMs: null, totalMs: null },
    bytes: null,
    termination: null,
    connections: null,
    retries: null,
    redispatched: false,
    queue: null,
    loggedEarly: false,
    truncated: false,
    format,
  }
}
