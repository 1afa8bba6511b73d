/** Which variable a key of a JSON or `key=value` line stands for. */

import { isPlaced } from './variables.ts'

/** NGINX's own names, which hardly anything else uses: they tell whose line it is. */
export function isOwnName(key: string): boolean {
  return OWN_NAMES.has(key) || key.startsWith('sent_http_') || key.startsWith('upstream_http_')
}

/** The placed variable for a key, its own name or one of the usual others; null: it goes to `fields`. */
export function variableOfKey(key: string): string | null {
  return isPlaced(key) ? key : (OTHER_NAMES.get(key) ?? OTHER_NAMES.get(key.toLowerCase()) ?? null)
}

const OWN_NAMES: ReadonlySet<string> = new Set(
  `remote_addr remote_user time_local time_iso8601 msec body_bytes_sent bytes_sent request_time request_length
   request_uri request_method request_id server_protocol server_name http_user_agent http_referer http_referrer
   http_x_forwarded_for http_host proxy_host ssl_protocol connection_requests upstream_addr upstream_status
   upstream_connect_time upstream_header_time upstream_response_time upstream_response_length
   upstream_bytes_sent upstream_bytes_received upstream_cache_status`.split(/\s+/),
)

/** What users call them, in any case. A date of theirs may be of any kind. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    remote_addr: 'client_ip clientip client remote_ip remoteip src_ip ip',
    msec: 'time timestamp @timestamp datetime date ts time_epoch',
    request_method: 'method requestmethod verb',
    request_uri: 'path url requesturl',
    uri: 'document_uri uri_path',
    args: 'query_string request_query query',
    server_protocol: 'protocol_version request_proto proto',
    status: 'code response status_code http_status http_status_code',
    body_bytes_sent: 'size bytes response_bytes body_bytes',
    request_time: 'rt duration response_time request_duration',
    host: 'vhost http_host',
    server_name: 'sn',
    proxy_upstream_name: 'proxyupstreamname upstream_name',
    upstream_addr: 'upstream upstreamaddr upstream_host',
    upstream_status: 'us upstreamstatus',
    upstream_connect_time: 'uct',
    upstream_header_time: 'uht',
    upstream_response_time: 'urt ut latency upstream_time',
  }).flatMap(([variable, names]) => names.split(' ').map((name): [string, string] => [name, variable])),
)
