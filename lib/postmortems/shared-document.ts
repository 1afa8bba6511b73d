/** What leaves the house: a postmortem with its evidence, whole or redacted; versioned for whoever reads it by program. */

import type { Postmortem, PostmortemFields } from '../model/postmortem.ts'
import type { FrozenEvidence } from './frozen-evidence.ts'

export const DOCUMENT_FORMAT = 'polygraph-postmortem/1'

export type SharedDocument = {
  format: typeof DOCUMENT_FORMAT
  fields: PostmortemFields
  createdAtMs: number
  updatedAtMs: number
  version: number
  /** SHA-256 of the canonical JSON of the whole evidence; a redacted copy's own differs. */
  evidenceHash: string
  evidence: FrozenEvidence
  /** Names of the rules that were applied; none where nothing was left out. */
  redacted: string[]
}

/** Who wrote is told to nobody outside, whatever the rules. */
export function toSharedDocument(
  { fields, createdAtMs, updatedAtMs, version, evidenceHash }: Postmortem,
  evidence: FrozenEvidence,
): SharedDocument {
  const format = DOCUMENT_FORMAT
  return { format, fields, createdAtMs, updatedAtMs, version, evidenceHash, evidence, redacted: [] }
}
