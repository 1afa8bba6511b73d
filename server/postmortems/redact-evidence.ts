/** A postmortem and the text of its evidence → what a link with these rules shows. */

import { createHmac } from 'node:crypto'
import type { Postmortem } from '#lib/model/postmortem'
import type { RedactionRules } from '#lib/model/share-link'
import type { FrozenEvidence } from '#lib/postmortems/frozen-evidence'
import { redact } from '#lib/postmortems/redact'
import { type SharedDocument, toSharedDocument } from '#lib/postmortems/shared-document'

export type RedactionOrder = {
  postmortem: Postmortem
  /** Canonical JSON. */
  evidence: string
  rules: RedactionRules
  key: string
}

export type RedactionResult =
  | { ok: true; document: SharedDocument }
  | { ok: false; reason: 'secret-remains'; where: string }

export function redactEvidence({ postmortem, evidence, rules, key }: RedactionOrder): RedactionResult {
  const document = toSharedDocument(postmortem, JSON.parse(evidence) as FrozenEvidence)
  const rank = (text: string) => createHmac('sha256', key).update(text, 'utf8').digest('hex')
  return redact(document, rules, rank)
}
