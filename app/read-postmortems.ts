/** Postmortems as pages read them: from the store, with the evidence's hash checked. */

import type { Postmortem } from '#lib/model/postmortem'
import type { FrozenEvidence } from '#lib/postmortems/frozen-evidence'
import { loadEvidence, loadPostmortem, loadPostmortems } from '#lib/store/load-postmortems'
import { readStore } from './read-store.ts'

export async function readPostmortems(): Promise<Postmortem[]> {
  const store = await readStore()
  return store ? loadPostmortems(store).catch(() => []) : []
}

export type LoadedPostmortem = {
  postmortem: Postmortem
  /** Null where it is not what was frozen: then nothing of it is shown. */
  evidence: FrozenEvidence | null
}

export async function readPostmortem(id: string): Promise<LoadedPostmortem | null> {
  const store = await readStore()
  const postmortem = store && (await loadPostmortem(store, id).catch(() => null))
  if (!store || !postmortem) return null
  const evidence = await loadEvidence(store, id)
  const whole = evidence.ok && evidence.hash === postmortem.evidenceHash
  return { postmortem, evidence: whole ? (JSON.parse(evidence.text) as FrozenEvidence) : null }
}
