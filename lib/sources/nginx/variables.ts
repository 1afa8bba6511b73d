/** NGINX's log variables: which of them the record has a place for, and what their text looks like. */

/** Texts by variable, for those with a place in the record; one shape for all lines, so reading stays fast. */
export type Values = { -readonly [Name in keyof typeof NO_VALUES]: string | undefined }

const NO_VALUES = {
  remote_addr: undefined,
  remote_port: undefined,
  proxy_protocol_addr: undefined,
  time_local: undefined,
  time_iso8601: undefined,
  msec: undefined,
  request: undefined,
  request_method: undefined,
  request_uri: undefined,
  uri: undefined,
  args: undefined,
  server_protocol: undefined,
  status: undefined,
  bytes_sent: undefined,
  body_bytes_sent: undefined,
  request_time: undefined,
  session_time: undefined,
  protocol: undefined,
  server_name: undefined,
  host: undefined,
  scheme: undefined,
  https: undefined,
  ssl_protocol: undefined,
  proxy_host: undefined,
  proxy_upstream_name: undefined,
  upstream_addr: undefined,
  upstream_status: undefined,
  upstream_queue_time: undefined,
  upstream_connect_time: undefined,
  upstream_header_time: undefined,
  upstream_first_byte_time: undefined,
  upstream_response_time: undefined,
} as const

export type Placed = keyof Values

export const noValues = (): Values => ({ ...NO_VALUES })

export function isPlaced(name: string): name is Placed {
  return Object.hasOwn(NO_VALUES, name)
}

export type VariableShape =
  | 'date' // 21/Nov/2026:08:59:17 +0000, with a space inside
  | 'list' // 10.0.0.1:80, 10.0.0.2:80 : 10.0.1.1:80, one item for each server that was tried
  | 'request' // GET / HTTP/1.1, with spaces inside
  | 'path' // starts with a slash
  | 'address' // IPv6 ones without brackets
  | 'mark' // a question mark, or nothing
  | 'text'

export function variableShape(name: string): VariableShape {
  if (name === 'time_local') return 'date'
  if (name === 'request') return 'request'
  if (name === 'request_uri' || name === 'uri' || name === 'document_uri') return 'path'
  if (name === 'is_args') return 'mark'
  if (name === 'remote_addr' || name.endsWith('_remote_addr') || name === 'server_addr') return 'address'
  return name.startsWith('upstream_') && LISTS.test(name) ? 'list' : 'text'
}

const LISTS = /_(?:addr|status|time|length|bytes_received|bytes_sent)$/

/** NGINX's second names of one thing. */
export function plainName(name: string): string {
  return name === 'query_string' ? 'args' : name === 'document_uri' ? 'uri' : name
}

/** Names that only a line about an HTTP request has. */
export function isHttpName(name: string): boolean {
  return /^(?:request|body_bytes_sent|http_|sent_http_|uri$|args$|server_protocol$|cookie_|arg_)/.test(name)
}

/** `-` and nothing at all are how NGINX says that there is none. */
export function said(text: string | undefined): string | null {
  return text === undefined || text === '' || text === '-' ? null : text
}
