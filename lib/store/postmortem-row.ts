/** A Postmortem as a row of its table and back. */

import type { Postmortem, PostmortemFields } from '../model/postmortem.ts'
import type { Store } from './store.ts'

type Row = {
  id: string
  incidentIds: string
  version: number
  fields: string
  evidenceHash: string
  createdAtMs: number
  createdBy: string
  updatedAtMs: number
  updatedBy: string
}

export function toPostmortemRow(postmortem: Postmortem) {
  const { incidentIds, fields, ...rest } = postmortem
  return {
    ...rest,
    title: fields.title,
    incidentIds: JSON.stringify(incidentIds),
    fields: JSON.stringify(fields),
  }
}

/** Null where it is damaged; counted in `unreadable`. */
export function fromPostmortemRow(store: Store, row: Row): Postmortem | null {
  const fields = readFields(store, row.fields)
  if (!fields) return null
  const { id, version, evidenceHash, createdAtMs, createdBy, updatedAtMs, updatedBy } = row
  const incidentIds = JSON.parse(row.incidentIds) as string[]
  return {
    ...{ id, incidentIds, version, fields, evidenceHash },
    ...{ createdAtMs, createdBy, updatedAtMs, updatedBy },
  }
}

export function readFields(store: Store, json: string): PostmortemFields | null {
  try {
    const fields = JSON.parse(json) as PostmortemFields
    if (typeof fields.title === 'string' && Array.isArray(fields.timeline) && Array.isArray(fields.actions))
      return fields
  } catch {
    // Damaged: counted with those of another shape.
  }
  store.unreadable.set('postmortem', (store.unreadable.get('postmortem') ?? 0) + 1)
  return null
}
