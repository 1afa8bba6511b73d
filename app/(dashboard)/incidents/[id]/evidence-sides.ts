/** How the evidence of a finding is laid out: by the end that saw it, or, of a pool, claim beside traffic. */

import type { Evidence, Finding } from '#lib/model/finding'

export type EvidenceSide = { side: string; words: string; evidence: Evidence[] }

const ENDS: readonly [side: Evidence['side'], words: string][] = [
  ['client', 'Client’s end'],
  ['owner', 'Address’s owner'],
  ['former-owner', 'Former owner'],
  ['server', 'Server’s end'],
  ['beside', 'Beside'],
]
const WITNESSES: readonly [side: string, words: string][] = [
  ['claim', 'What HAProxy claims'],
  ['traffic', 'What the traffic says'],
  ['beside', 'Beside'],
]

/** Of a pool or a server, and nothing of the network. */
export function isOfPool({ subjects }: Pick<Finding, 'subjects'>): boolean {
  const types = new Set(subjects.map((subject) => subject.type))
  return (types.has('pool') || types.has('server')) && !types.has('vip') && !types.has('connection')
}

const witnessOf = ({ channel }: Evidence) =>
  channel === 'claim' || channel === 'traffic' ? channel : 'beside'

/** Sides without evidence are left out. */
export function sidesOf(finding: Pick<Finding, 'subjects' | 'evidence'>): EvidenceSide[] {
  const ofPool = isOfPool(finding)
  const sides: readonly (readonly [string, string])[] = ofPool ? WITNESSES : ENDS
  return sides
    .map(([side, words]) => ({
      side,
      words,
      evidence: finding.evidence.filter((each) => (ofPool ? witnessOf(each) : each.side) === side),
    }))
    .filter((each) => each.evidence.length > 0)
}
