/** A document → its redacted copy in which every string, keys too, has been gone through; refused where anything remains. */

import type { RedactionRules } from '../model/share-link.ts'
import { hideText, readings, showsSecret } from './hide-text.ts'
import { isFormatKey, isFormatWord } from './own-words.ts'
import { type Rank, toPseudonyms } from './pseudonyms.ts'
import { findSecrets, wantedClasses } from './secrets.ts'
import type { SharedDocument } from './shared-document.ts'

export type Redacted =
  | { ok: true; document: SharedDocument }
  /** `where` is the place in the document, without what stands there. */
  | { ok: false; reason: 'secret-remains'; where: string }

/** `rank`: keyed, so that two links' pseudonyms tell nothing of each other unless they share the key. */
export function redact(document: SharedDocument, rules: RedactionRules, rank: Rank): Redacted {
  if (wantedClasses(rules).size === 0) return { ok: true, document }
  const texts = new Set<string>()
  visit(document, '', '', (text) => {
    for (const form of readings(text)) texts.add(form)
  })
  const secrets = toPseudonyms(findSecrets(document, texts, rules), rank)
  const done = new Map<string, string>()
  const hide = (text: string) => {
    const known = done.get(text)
    if (known !== undefined) return known
    const hidden = hideText(text, secrets)
    done.set(text, hidden)
    return hidden
  }
  const { salt: _, names: __, ...evidence } = document.evidence
  const bare = {
    ...document,
    evidenceHash: '',
    evidence: { ...evidence, salt: '', names: { hosts: [], pools: [], servers: [] } },
  }
  const copy = copyOf(bare, '', '', hide) as SharedDocument
  let where: string | null = null
  const seen = new Map<string, boolean>()
  visit(copy, '', '', (text, place) => {
    const shows = seen.get(text) ?? showsSecret(text, secrets)
    seen.set(text, shows)
    if (shows) where ??= place
  })
  if (where !== null) return { ok: false, reason: 'secret-remains', where }
  return {
    ok: true,
    document: { ...copy, evidenceHash: document.evidenceHash, redacted: namesOf(rules) },
  }
}

function namesOf({ words, ...rules }: RedactionRules): string[] {
  const names = Object.entries(rules).flatMap(([name, on]) => (on ? [name] : []))
  return words.length ? [...names, 'words'] : names
}

/** Numbers are gone through as text: a word may be one. */
function copyOf(value: unknown, key: string, parent: string, hide: (text: string) => string): unknown {
  if (typeof value === 'string') return isFormatWord(key, value) ? value : hide(value)
  if (typeof value === 'number')
    return isRecord(parent) && hide(String(value)) !== String(value) ? null : value
  if (Array.isArray(value)) return value.map((each) => copyOf(each, key, parent, hide))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [name, each] of Object.entries(value))
    copy[isFormatKey(name, key) ? name : hide(name)] = copyOf(each, name, key, hide)
  return copy
}

const isRecord = (parent: string) => !isFormatKey('key', parent)

function visit(
  value: unknown,
  key: string,
  parent: string,
  see: (text: string, place: string) => void,
  place = '',
): void {
  if (typeof value === 'string') {
    if (!isFormatWord(key, value)) see(value, place)
    return
  }
  if (typeof value === 'number' && isRecord(parent)) see(String(value), place)
  if (Array.isArray(value)) {
    for (const [index, each] of value.entries()) visit(each, key, parent, see, `${place}[${index}]`)
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [name, each] of Object.entries(value)) {
    const own = isFormatKey(name, key)
    if (!own) see(name, `${place}.?`)
    visit(each, name, key, see, `${place}.${own ? name : '?'}`)
  }
}
