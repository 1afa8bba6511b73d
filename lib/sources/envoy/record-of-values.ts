/** Builds a record out of what an Envoy line says, whatever format it said it in. */

import type { Attempt, RequestRecord, SessionRecord } from '../../model/log-record.ts'
import { blankRequest, blankSession } from '../blank-record.ts'
import { readClient } from '../haproxy/log/read-client.ts'
import { readInt } from '../haproxy/log/read-numbers.ts'
import type { LogAnswer } from '../log-context.ts'
import { isUnrouted, terminationOf } from './response-flags.ts'

/** Texts by Envoy's operator, in the names of Istio's JSON; `-` where Envoy had nothing to say. */
export type Values = {
  method?: string | null
  path?: string | null
  protocol?: string | null
  response_code?: string | null
  response_flags?: string | null
  response_code_details?: string | null
  upstream_transport_failure_reason?: string | null
  bytes_sent?: string | null
  duration?: string | null
  request_duration?: string | null
  request_tx_duration?: string | null
  response_duration?: string | null
  upstream_service_time?: string | null
  upstream_connection_pool_ready_duration?: string | null
  x_forwarded_for?: string | null
  downstream_remote_address?: string | null
  downstream_local_address?: string | null
  authority?: string | null
  upstream_host?: string | null
  upstream_hosts_attempted?: string | null
  upstream_cluster?: string | null
  upstream_request_attempt_count?: string | null
  requested_server_name?: string | null
  downstream_tls_version?: string | null
}

export function recordOfValues(
  values: Values,
  fields: Record<string, string | null> | null,
  format: string,
  atMs: number | null,
  cut: boolean,
): LogAnswer {
  const code = number(values.response_code)
  if (Number.isNaN(code)) return 'bad-status'
  const totalMs = number(values.duration)
  if (Number.isNaN(totalMs)) return 'bad-timers'
  // 0: the answer never began.
  const status = code === 0 ? null : code
  const method = text(values.method)
  const protocol = text(values.protocol)
  const isRequest = method !== null || protocol !== null || status !== null || text(values.path) !== null
  const record: { ok: true } & (RequestRecord | SessionRecord) = isRequest
    ? blankRequest(format, atMs)
    : blankSession(format, atMs)
  const flags = values.response_flags ?? null
  const server = bareAddress(text(values.upstream_host))
  record.client = clientOf(values)
  record.frontend = text(values.downstream_local_address)
  record.tls = text(values.requested_server_name) !== null || text(values.downstream_tls_version) !== null
  record.server = server
  record.pool = poolOf(values, server, record.frontend)
  const { timers } = record
  timers.requestMs = number(values.request_duration)
  timers.connectMs = number(values.upstream_connection_pool_ready_duration)
  timers.responseMs = responseMsOf(values)
  timers.totalMs = totalMs
  record.bytes = number(values.bytes_sent)
  record.termination = terminationOf(flags, {
    status,
    details: text(values.response_code_details) ?? text(values.upstream_transport_failure_reason),
  })
  record.truncated = cut
  setAttempts(record, values, status)
  if (record.kind === 'request') {
    record.status = status
    record.method = method
    record.uri = text(values.path)
    record.httpVersion = protocol
  }
  if (fields !== null) record.fields = fields
  return record
}

/** The cluster; where the format has none, the host asked for. Null where Envoy never chose one. */
function poolOf(values: Values, server: string | null, frontend: string | null): string | null {
  const cluster = text(values.upstream_cluster)
  if (cluster !== null) return cluster
  const unchosen = values.upstream_cluster !== undefined || isUnrouted(values.response_flags ?? null)
  if (server === null && unchosen) return null
  return hostOf(text(values.authority)) ?? frontend ?? (server === null ? null : 'upstream')
}

function text(value: string | null | undefined): string | null {
  return value === undefined || value === null || value === '-' || value === '' ? null : value
}

function number(value: string | null | undefined): number | null {
  const word = text(value)
  if (word === null) return null
  const read = readInt(word, 0, word.length)
  if (!Number.isNaN(read)) return read < 0 ? null : read
  // Typed JSON writes numbers as it likes: `12.0`, `1e3`.
  const other = Number(word)
  return Number.isFinite(other) ? Math.round(other) : Number.NaN
}

/** Told outright, or the first byte from the server less the last one to it. */
function responseMsOf(values: Values): number | null {
  const told = number(values.upstream_service_time)
  if (told !== null) return Number.isNaN(told) ? null : told
  const firstByte = number(values.response_duration)
  const sent = number(values.request_tx_duration) ?? number(values.request_duration)
  return firstByte === null || sent === null || !(firstByte >= sent) ? null : firstByte - sent
}

/** Who was connected; else the last hop that the forwarding header names, which Envoy added itself. */
function clientOf(values: Values): { ip: string | null; port: number | null } {
  const address = bareAddress(text(values.downstream_remote_address))
  if (address !== null) return readClient(address) ?? { ip: address, port: null }
  const forwarded = text(values.x_forwarded_for)
  if (forwarded === null) return { ip: null, port: null }
  return { ip: bareAddress(forwarded.slice(forwarded.lastIndexOf(',') + 1).trim()), port: null }
}

/** `tcp://10.0.0.2:80` as older Envoys write it. */
function bareAddress(address: string | null): string | null {
  return address?.startsWith('tcp://') ? address.slice(6) : address
}

function hostOf(authority: string | null): string | null {
  if (authority === null) return null
  const port = /:\d{1,5}$/.exec(authority.slice(-6))
  return port ? authority.slice(0, authority.length - port[0].length) || null : authority
}

function setAttempts(record: RequestRecord | SessionRecord, values: Values, status: number | null): void {
  const listed = text(values.upstream_hosts_attempted)
  if (listed !== null) {
    const servers = listed.split(',').map((each) => bareAddress(each.trim()))
    record.attempts = servers.map((server, at): Attempt => {
      const last = at === servers.length - 1
      return {
        server,
        status: last ? status : null,
        connectMs: null,
        responseMs: last ? record.timers.responseMs : null,
      }
    })
    record.redispatched = servers.some((server) => server !== servers[0])
  }
  const count = number(values.upstream_request_attempt_count) ?? record.attempts?.length
  if (count !== undefined && !Number.isNaN(count)) record.retries = Math.max(0, count - 1)
}
