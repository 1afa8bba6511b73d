/** What Envoy's operators and the keys of its JSON logs stand for in a record. */

import type { Values } from './record-of-values.ts'

export type EnvoyKey = keyof Values | 'start_time'

/** What each key stands for; keys are compared in small letters, without a colon in front, `-` as `_`. */
const KEYS: ReadonlyMap<string, EnvoyKey> = new Map([
  ...(
    [
      'start_time',
      'method',
      'path',
      'protocol',
      'response_code',
      'response_flags',
      'response_code_details',
      'upstream_transport_failure_reason',
      'bytes_sent',
      'duration',
      'request_duration',
      'request_tx_duration',
      'response_duration',
      'upstream_service_time',
      'upstream_connection_pool_ready_duration',
      'x_forwarded_for',
      'downstream_remote_address',
      'downstream_local_address',
      'authority',
      'upstream_host',
      'upstream_hosts_attempted',
      'upstream_cluster',
      'upstream_request_attempt_count',
      'requested_server_name',
      'downstream_tls_version',
    ] as const
  ).map((key) => [key, key] as const),
  ['timestamp', 'start_time'],
  ['@timestamp', 'start_time'],
  ['time', 'start_time'],
  ['request_method', 'method'],
  ['x_envoy_origin_path', 'path'],
  ['x_envoy_original_path', 'path'],
  ['request_path', 'path'],
  ['uri_path', 'path'],
  ['status', 'response_code'],
  ['status_code', 'response_code'],
  ['response_status', 'response_code'],
  ['response_flags_long', 'response_flags'],
  ['sent_bytes', 'bytes_sent'],
  ['x_envoy_upstream_service_time', 'upstream_service_time'],
  ['downstream_remote_address_without_port', 'downstream_remote_address'],
  ['upstream_remote_address', 'upstream_host'],
  ['upstream_cluster_raw', 'upstream_cluster'],
  ['request_attempt_count', 'upstream_request_attempt_count'],
  ['attempt_count', 'upstream_request_attempt_count'],
])

/** Shown under their own key as well: the record has only what they mean. */
const KEPT: ReadonlySet<string> = new Set([
  'response_flags',
  'response_code_details',
  'upstream_transport_failure_reason',
  'x_forwarded_for',
  'authority',
  'requested_server_name',
  'downstream_tls_version',
  'request_tx_duration',
  'response_duration',
])

/** Null for a key that has no place in a record. */
export function keyOf(key: string): EnvoyKey | null {
  return KEYS.get(key) ?? (isPlain(key) ? null : (KEYS.get(plainKey(key)) ?? null))
}

/** Nothing to be changed in it: most keys that have no place are so. */
function isPlain(key: string): boolean {
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at)
    if (code === 45 || code === 58 || (code >= 65 && code <= 90)) return false
  }
  return true
}

export function isKept(key: EnvoyKey): boolean {
  return KEPT.has(key)
}

/** Small letters, without a colon in front, `-` as `_`. */
export function plainKey(key: string): string {
  const bare = key.charCodeAt(0) === 58 ? key.slice(1) : key
  return bare.toLowerCase().replaceAll('-', '_')
}
