/** What the chart says at one second, in words: for the readout, for the slider and for the table behind it. */

import { CLAIM_STACK } from '#lib/views/claim-stack'
import type { StripSecond } from '#lib/views/live-view'
import { failingShare, formatCount, formatRate, formatShare } from '../words/format-number.ts'

export type Readout = {
  claims: { kind: string; word: string; count: number }[]
  requestRate: string
  failing: string
  sessions: string
}

const WORDS: Record<string, string> = {
  up: 'UP',
  'going-down': 'going down',
  'going-up': 'going up',
  down: 'DOWN',
  nolb: 'NOLB',
  drain: 'DRAIN',
  maint: 'MAINT',
  'no-check': 'no check',
  unknown: 'unknown',
}

export function readSecond(second: StripSecond): Readout {
  return {
    claims: CLAIM_STACK.map(({ kind, index }) => ({
      kind,
      word: WORDS[kind]!,
      count: second.claims[index] ?? 0,
    })).filter((each) => each.count > 0),
    requestRate: formatRate(second.requestRate),
    failing: formatShare(failingShare(second.requestRate, second.failureRate)),
    sessions: formatCount(second.sessions),
  }
}

export function readoutText(readout: Readout): string {
  const claims = readout.claims.map((each) => `${each.count} ${each.word}`).join(', ') || 'nothing claimed'
  return `${claims}; ${readout.requestRate} requests a second, ${readout.failing} failing; ${readout.sessions} sessions`
}
