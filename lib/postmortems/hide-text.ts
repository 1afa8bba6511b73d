/** One text without its secrets: plain, in another Unicode form, and written in percent, entity, escape or base64 form. */

import type { WordTrie } from './word-trie.ts'

/** Stands where something hidden was written in a code. */
export const HIDDEN = 'hidden'

const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g
const TOKEN = /[^\s"'<>()[\]{},]+/g
const DECODED_TWICE = 2
const BASE64_SHORTEST = 8
/** Any two bytes are found by chance in what is no code at all. */
const BASE64_SECRET_SHORTEST = 4
const READABLE = /[\x20-\x7e]{6,}/g
const BASE64 = /[A-Za-z0-9+/_-]{8,}={0,2}/g
/** Words of a sentence are no code; a code of eight letters in one case is too rare to look for. */
const BOTH_CASES = /[a-z].*[A-Z]|[A-Z].*[a-z]/s

export function hideText(text: string, secrets: WordTrie<string>): string {
  const bare = text.normalize('NFKC').replace(INVISIBLE, '')
  const plain = replaceAll(bare, secrets)
  return plain.replace(TOKEN, (token) => (hidesSecret(token, secrets) ? HIDDEN : token))
}

/** True where a secret can be read in the text, in whatever form it is written. */
export function showsSecret(text: string, secrets: WordTrie<string>): boolean {
  const bare = text.normalize('NFKC').replace(INVISIBLE, '')
  if (secrets.find(bare)) return true
  for (const [token] of bare.matchAll(TOKEN)) if (hidesSecret(token, secrets)) return true
  return false
}

function replaceAll(text: string, secrets: WordTrie<string>): string {
  let out = ''
  let at = 0
  for (let found = secrets.find(text); found; found = secrets.find(text, at)) {
    out += text.slice(at, found.from) + found.value
    at = found.to
  }
  return out + text.slice(at)
}

function hidesSecret(token: string, secrets: WordTrie<string>): boolean {
  let read = token
  for (let times = 0; times < DECODED_TWICE; times++) {
    const decoded = decode(read)
    if (decoded === read) break
    if (secrets.find(decoded)) return true
    read = decoded
  }
  if (token.length >= BASE64_SHORTEST)
    for (const [code] of token.matchAll(BASE64))
      for (const way of fromBase64(code)) {
        const found = secrets.find(way)
        if (found && found.to - found.from >= BASE64_SECRET_SHORTEST) return true
      }
  return false
}

/** The text as it stands and as it reads: a secret may be written in a code alone. */
export function readings(text: string): string[] {
  const bare = text.normalize('NFKC').replace(INVISIBLE, '')
  const once = decode(bare)
  const forms = new Set([bare, once, decode(once)])
  for (const [code] of bare.matchAll(BASE64))
    for (const way of fromBase64(code)) for (const [part] of way.matchAll(READABLE)) forms.add(part)
  return [...forms]
}

function decode(text: string): string {
  if (!/[%&\\]/.test(text)) return text
  const char = (code: number) => (code <= 0x10ffff ? String.fromCodePoint(code) : '')
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run)
      } catch {
        return run.replace(/%([0-9a-f]{2})/gi, (_, hex) => char(Number.parseInt(hex, 16)))
      }
    })
    .replace(/&#x([0-9a-f]{1,6});?/gi, (_, hex) => char(Number.parseInt(hex, 16)))
    .replace(/&#(\d{1,7});?/g, (_, number) => char(Number(number)))
    .replace(/&(amp|lt|gt|quot|apos|period|colon|sol);/gi, (_, name) => ENTITIES[name.toLowerCase()] ?? '')
    .replace(/\\u\{?([0-9a-f]{4,6})\}?/gi, (_, hex) => char(Number.parseInt(hex, 16)))
    .replace(/\\x([0-9a-f]{2})/gi, (_, hex) => char(Number.parseInt(hex, 16)))
    .replace(/\\(["'\\/])/g, '$1')
}

const ENTITIES: Record<string, string> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", period: '.', colon: ':', sol: '/' },
}

/** Read from each of the four places that a group may begin at: what surrounds it is not known. */
function fromBase64(code: string): string[] {
  if (!BOTH_CASES.test(code)) return []
  const plain = code.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')
  return [0, 1, 2, 3].map((start) => {
    const part = plain.slice(start, plain.length - ((plain.length - start) % 4 === 1 ? 1 : 0))
    try {
      return atob(part)
    } catch {
      return ''
    }
  })
}
