/** Envoy's JSON access logs with the keys that its documentation, Istio, Contour and Envoy Gateway give. */

import { readTopLevel } from '../haproxy/log/read-json-pairs.ts'
import { fieldOf, parseObject } from '../json-values.ts'
import type { LogAnswer, LogContext } from '../log-context.ts'
import { isKept, keyOf } from './keys.ts'
import { readStart } from './read-start.ts'
import { recordOfValues, type Values } from './record-of-values.ts'

/** Keys that only Envoy's logs have; with one of these and a second of Envoy's it is Envoy's. */
const MARKS: ReadonlySet<string> = new Set([
  'response_flags',
  'response_code_details',
  'upstream_transport_failure_reason',
  'upstream_cluster',
  'upstream_host',
  'upstream_service_time',
  'downstream_remote_address',
  'downstream_local_address',
  'requested_server_name',
])
const MARKS_NEEDED = 2
/** A look before the parsing: two marks never come without one of these. */
const HINTS = ['stream_', 'response_flags', 'envoy', 'downstream-', 'response-flags'] as const

/** Null where the object is not Envoy's. */
export function parseEnvoyJson(message: string, context: LogContext): LogAnswer {
  if (!HINTS.some((hint) => message.indexOf(hint) >= 0)) return null
  const reading: Reading = { values: {}, fields: {}, marks: 0, start: null, hasFields: false }
  const object = parseObject(message)
  if (object) for (const key in object) take(reading, key, object[key])
  else {
    const read = readTopLevel(message)
    if (!read) return null
    for (const [key, value] of read.pairs) take(reading, key, value)
  }
  if (reading.marks < MARKS_NEEDED) return null
  const cut = object === null
  const { start } = reading
  const atMs = start === null ? context.frameAtMs : readStart(start, context.zoneMinutes)
  if (atMs === null && start !== null) return cut ? 'line-cut' : 'bad-date'
  return recordOfValues(reading.values, reading.hasFields ? reading.fields : null, 'envoy-json', atMs, cut)
}

type Reading = {
  values: Values
  fields: Record<string, string | null>
  marks: number
  start: string | null
  hasFields: boolean
}

function take(reading: Reading, key: string, value: unknown): void {
  const name = keyOf(key)
  const text = textOf(value)
  if (name !== null) {
    if (MARKS.has(name)) reading.marks++
    if (name === 'start_time') reading.start ??= text === '-' ? null : text
    else if (reading.values[name] === undefined || reading.values[name] === null) reading.values[name] = text
    if (!isKept(name)) return
  }
  reading.hasFields = true
  reading.fields[key] = text === '-' || text === '' ? null : text
}

/** Typed JSON has numbers, booleans and objects as well. */
export function textOf(value: unknown): string | null {
  return fieldOf(value)
}
