/** What a text gives away by its form: URLs and paths, header and cookie values, people, full domain names. */

import type { SecretClass } from './secrets.ts'

type Pattern = { kind: SecretClass; pattern: RegExp }

const HEADERS =
  'set-cookie|cookie|authorization|proxy-authorization|host|referer|origin|user-agent|forwarded|via|location|etag|x-[a-z0-9-]+'
const ENDINGS =
  'internal|local|lan|corp|home|intranet|localdomain|example|test|com|net|org|io|dev|app|cloud|info|biz|tech|edu|gov'

/** The first group is what is hidden. */
const PATTERNS: readonly Pattern[] = [
  { kind: 'uri', pattern: /\b([a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]+)/gi },
  { kind: 'uri', pattern: /(?<![\w./:)\]-])(\/[\w%~][^\s"'<>)\]]*)/g },
  { kind: 'uri', pattern: /(\?[\w%.[\]-]+=[^\s"'<>)\]]*)/g },
  { kind: 'header', pattern: new RegExp(`\\b(?:${HEADERS})\\s*:\\s*([^\\r\\n"'<>]+)`, 'gi') },
  { kind: 'header', pattern: /\bcookie\s+["']?[\w-]+["']?\s*=\s*["']?([^\s"';,]+)/gi },
  { kind: 'header', pattern: /\b(?:bearer|basic)\s+([\w.~+/=-]{6,})/gi },
  { kind: 'user', pattern: /([\w.+-]+@[\w-]+(?:\.[\w-]+)+)/g },
  { kind: 'user', pattern: /(?:^|[\s"'(])([\w.-]+)@[\w-]+/g },
  { kind: 'user', pattern: /\b(?:user|username|login)\s*[=:]\s*["']?([\w.@-]+)/gi },
  { kind: 'user', pattern: /(?:\s-[uUl]\s+|--user[= ])["']?([\w.@-]+)/g },
  { kind: 'user', pattern: /\/home\/([\w.-]+)/g },
  { kind: 'host', pattern: new RegExp(`\\b((?:[a-z0-9_-]+\\.)+(?:${ENDINGS}))\\b`, 'gi') },
  { kind: 'host', pattern: /\b((?:[a-z0-9_-]+\.){2,}[a-z]{2})\b/gi },
]

export function findPrivate(
  text: string,
  wanted: ReadonlySet<SecretClass>,
): { raw: string; kind: SecretClass }[] {
  const found: { raw: string; kind: SecretClass }[] = []
  for (const { kind, pattern } of PATTERNS) {
    if (!wanted.has(kind)) continue
    for (const match of text.matchAll(pattern)) {
      const raw = match[1]!.replace(/[.,;:!?]+$/, '').trim()
      if (raw.length > 1) found.push({ raw, kind })
    }
  }
  return found
}
