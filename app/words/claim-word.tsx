/** What HAProxy claims, verbatim, and what the evidence says of it: always word, shape and colour. */

import type { ServerView } from '#lib/views/live-view'
import { Shape } from './shape.tsx'

export type ClaimKind = ServerView['claim']['kind']
export type VerdictKind = ServerView['verdict']['kind']

export function ClaimWord({ kind, status }: { kind: ClaimKind; status: string }) {
  return (
    <span className="claim" data-tone={kind}>
      <Shape name={kind} />
      {status}
    </span>
  )
}

export const VERDICT_WORDS: Record<VerdictKind, string> = {
  agrees: 'agrees',
  lying: 'lying',
  unproven: 'unproven',
  'no-traffic': 'no traffic',
  unknown: 'unknown',
}

const VERDICT_SHAPES = {
  agrees: null,
  lying: 'lying',
  unproven: 'unproven',
  'no-traffic': null,
  unknown: null,
} as const

export function VerdictWord({ kind, reason }: { kind: VerdictKind; reason: string }) {
  const shape = VERDICT_SHAPES[kind]
  return (
    <span className="verdict" data-verdict-tone={kind}>
      {shape && <Shape name={shape} />}
      {VERDICT_WORDS[kind]}
      {reason && `: ${reason}`}
    </span>
  )
}

/** HAProxy's words for the claims that events carry. */
export const CLAIM_WORDS: Record<ClaimKind, string> = {
  unknown: 'unknown',
  up: 'UP',
  'going-down': 'UP, failing checks',
  'going-up': 'DOWN, passing checks',
  down: 'DOWN',
  nolb: 'NOLB',
  drain: 'DRAIN',
  maint: 'MAINT',
  'no-check': 'no check',
}

export function isClaimKind(word: string | null): word is ClaimKind {
  return word !== null && Object.hasOwn(CLAIM_WORDS, word)
}
