/** A postmortem with its evidence, checked against its hash, and redacted by a link's rules. */

import type { Postmortem } from '#lib/model/postmortem'
import type { RedactionRules } from '#lib/model/share-link'
import type { FrozenEvidence } from '#lib/postmortems/frozen-evidence'
import { type SharedDocument, toSharedDocument } from '#lib/postmortems/shared-document'
import { loadEvidence, loadPostmortem } from '#lib/store/load-postmortems'
import type { Store } from '#lib/store/store'
import type { Redactor } from './create-redactor.ts'

/** Null: nothing is left out. */
export type Wanted = { postmortemId: string; redaction: { rules: RedactionRules; key: string } | null }

export type Shared =
  | { ok: true; postmortem: Postmortem; document: SharedDocument }
  | { ok: false; reason: 'not-found' | 'damaged' | 'secret-remains'; message: string }

const MESSAGES = {
  'not-found': 'There is no such postmortem.',
  damaged: 'The frozen evidence does not have the hash that was noted with it: it is not shown.',
}

export async function shareDocument(
  store: Store,
  redactor: Redactor,
  { postmortemId, redaction }: Wanted,
): Promise<Shared> {
  const [postmortem, evidence] = await Promise.all([
    loadPostmortem(store, postmortemId),
    loadEvidence(store, postmortemId),
  ])
  if (!postmortem) return { ok: false, reason: 'not-found', message: MESSAGES['not-found'] }
  if (!evidence.ok) return { ok: false, reason: evidence.reason, message: MESSAGES[evidence.reason] }
  if (evidence.hash !== postmortem.evidenceHash)
    return { ok: false, reason: 'damaged', message: MESSAGES.damaged }
  if (!redaction) {
    const document = toSharedDocument(postmortem, JSON.parse(evidence.text) as FrozenEvidence)
    return { ok: true, postmortem, document }
  }
  const redacted = await redactor.redact({ postmortem, evidence: evidence.text, ...redaction })
  if (redacted.ok) return { ok: true, postmortem, document: redacted.document }
  const message = `Something that the rules hide can still be read at ${redacted.where}: nothing is shown. Change that text, or hide the word itself.`
  return { ok: false, reason: redacted.reason, message }
}
