/** Secrets → the texts that stand for them, the same for all spellings of one thing, none of which gives a secret away. */

import { isInFormat } from './own-words.ts'
import { SECRET_CLASSES, type Secret, type SecretClass } from './secrets.ts'
import { createWordTrie, type WordTrie } from './word-trie.ts'

/** Puts things into an order that nobody can foresee without the link's key. */
export type Rank = (text: string) => string

const LONG_ENOUGH = 5

/** Short words and words of the format may be part of others that mean something else; digits make a name unlike any. */
function isWordOnly({ raw, kind }: Secret): boolean {
  if (kind === 'address' || kind === 'mac') return false
  const plain = /^\p{L}+$/u.test(raw)
  if (isInFormat(raw)) return true
  return plain ? raw.length <= LONG_ENOUGH : raw.length <= 2
}

/** a … z, aa, ab … */
export function letters(index: number): string {
  let text = ''
  for (let left = index; left >= 0; left = Math.floor(left / 26) - 1)
    text = String.fromCharCode(97 + (left % 26)) + text
  return text
}

const PREFIX: Partial<Record<SecretClass, string>> = { header: 'value' }
const TRIES_MOST = 200

export function toPseudonyms(secrets: readonly Secret[], rank: Rank): WordTrie<string> {
  const known = createWordTrie<true>()
  const kinds = new Map<string, SecretClass>()
  for (const secret of secrets) {
    known.add(secret.raw, true, isWordOnly(secret))
    const before = kinds.get(secret.canonical)
    if (!before || SECRET_CLASSES.indexOf(secret.kind) < SECRET_CLASSES.indexOf(before))
      kinds.set(secret.canonical, secret.kind)
  }
  const names = new Map<string, string>()
  for (const kind of SECRET_CLASSES) {
    const own = [...kinds].filter(([, each]) => each === kind).map(([canonical]) => canonical)
    const ranked = own.map((canonical) => [rank(`${kind} ${canonical}`), canonical] as const)
    ranked.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    let index = 0
    for (const [, canonical] of ranked) {
      let name: string | null = null
      // A name that holds a secret itself is passed over: a pool may be called "host".
      for (let tries = 0; tries < TRIES_MOST && name === null; tries++) {
        const wish = spell(kind, index++, tries)
        if (!known.find(wish)) name = wish
      }
      names.set(canonical, name ?? '—')
    }
  }
  const trie = createWordTrie<string>()
  for (const secret of secrets) trie.add(secret.raw, names.get(secret.canonical) ?? '—', isWordOnly(secret))
  return trie
}

function spell(kind: SecretClass, index: number, tries: number): string {
  const prefix = PREFIX[kind] ?? kind
  if (tries < 26) return `${prefix}-${letters(index)}`
  if (tries < 52) return `${prefix}${letters(index)}`
  return `z${letters(index)}z`
}
