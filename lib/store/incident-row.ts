/** An Incident as a row of its table and back; what lists are asked by stands in columns, the rest in the body. */

import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Incident } from '../model/incident.ts'
import type { Store } from './store.ts'

/** A body that unpacks to more is not one of ours. */
const UNPACKED_LIMIT_BYTES = 64 * 1024 * 1024

export function toIncidentRow(incident: Incident, updatedAtMs: number) {
  const { id, kind, severity, startedAtMs, detectedAtMs, endedAtMs } = incident
  const body = deflateRawSync(Buffer.from(JSON.stringify(incident)), { level: 1 })
  return { id, kind, severity, startedAtMs, detectedAtMs, endedAtMs, updatedAtMs, body }
}

/** Null where the body is damaged or of another version; counted in `unreadable`. */
export function fromIncidentRow(store: Store, body: Uint8Array): Incident | null {
  try {
    const json = inflateRawSync(body, { maxOutputLength: UNPACKED_LIMIT_BYTES }).toString('utf8')
    const value = JSON.parse(json) as Partial<Incident> | null
    const lists = [value?.findings, value?.subjects, value?.narrative, value?.advice, value?.otherCauses]
    if (typeof value?.id === 'string' && value.rootCause && lists.every(Array.isArray))
      return value as Incident
  } catch {
    // Damaged: counted with those of another shape.
  }
  store.unreadable.set('incident', (store.unreadable.get('incident') ?? 0) + 1)
  return null
}
