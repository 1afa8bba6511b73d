/** What a server's check proves, and how many failures it can still take. */

import type { Server } from '../model/server.ts'

const PROVES: [RegExp, string][] = [
  [/^L7OKC$/, 'application answers (conditionally)'],
  [/^L7OK$/, 'application answers'],
  [/^L6OK$/, 'TLS handshake'],
  [/^L4OK$/, 'port only (L4)'],
  [/^PROCOK$/, 'external program'],
  [/^(INI|CHECKED|HANA|UNK)$/, 'not known yet'],
]

/** In words, for people: `application answers 200`, `port only (L4)`, `nothing: no check`. */
export function checkProves(server: Server): string {
  if (server.tracked) return `tracks ${server.tracked}`
  if (server.claim.kind === 'no-check') return 'nothing: no check'
  const status = server.check?.status
  if (!status) return server.check ? 'nothing: no check' : 'not known from logs'
  const words = PROVES.find(([pattern]) => pattern.test(status))?.[1] ?? `nothing: check fails (${status})`
  return words === 'application answers' && server.check?.code ? `${words} ${server.check.code}` : words
}

/** Failed checks in a row until HAProxy takes it out; null where it is not checked or not up. */
export function strikesLeft(server: Server): { left: number; of: number } | null {
  const { check, claim } = server
  if (!check || check.health === null || check.rise === null || !check.fall) return null
  if (claim.kind !== 'up' && claim.kind !== 'going-down' && claim.kind !== 'drain' && claim.kind !== 'nolb')
    return null
  const left = claim.rising && claim.kind === 'going-down' ? claim.rising.now : check.health - check.rise + 1
  return { left: Math.max(0, Math.min(left, check.fall)), of: check.fall }
}
