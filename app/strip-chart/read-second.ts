/** What the chart says at one second, in words: for the readout, for the slider and for the table behind it. */

import { CLAIM_STACK } from '#lib/views/claim-stack'
import type { StripSecond } from '#lib/views/live-view'
import type { NetworkSecond } from '#lib/views/network-view'
import { failingShare, formatCount, formatRate, formatShare, plural } from '../words/format-number.ts'
import type { JoinedSecond } from './join-seconds.ts'

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

/** `tone`: `lie` where claim and evidence disagree, `down` where something fails, else plain. */
export type Word = { id: string; text: string; tone: 'lie' | 'down' | 'going-down' | 'plain' }

/** Of one address, or of all hosts together, which hold no one address. */
export function readNetwork({ owners, neighbourChanges, disagree, tcp, terminals }: NetworkSecond): Word[] {
  const words: Word[] = []
  const say = (id: string, text: string, tone: Word['tone'] = 'plain') => words.push({ id, text, tone })
  if (owners.length > 1) say('owner', `held by ${owners.join(' and ')}`, 'lie')
  else if (owners[0]) say('owner', `held by ${owners[0]}`)
  if (disagree)
    say('disagree', `${plural(disagree, 'host')} ${disagree === 1 ? 'believes' : 'believe'} otherwise`, 'lie')
  if (neighbourChanges) say('arp', plural(neighbourChanges, 'MAC change'))
  say('tcp', `${formatCount(tcp.established)} established`)
  if (tcp.phantom) say('phantom', `${formatCount(tcp.phantom)} phantom`, 'lie')
  if (tcp.orphaned) say('orphaned', `${formatCount(tcp.orphaned)} orphaned`, 'lie')
  if (tcp.blackholed) say('blackholed', `${formatCount(tcp.blackholed)} blackholed`, 'down')
  const repeating = tcp.retransmitting - tcp.blackholed
  if (repeating > 0) say('retransmitting', `${formatCount(repeating)} retransmitting`, 'going-down')
  if (terminals.stalled) say('stalled', `${plural(terminals.stalled, 'terminal')} stalled`, 'lie')
  else if (terminals.open) say('terminals', plural(terminals.open, 'terminal'))
  return words
}

export function joinedText({ pool, network }: JoinedSecond): string {
  return [
    pool && readoutText(readSecond(pool)),
    network &&
      readNetwork(network)
        .map((word) => word.text)
        .join(', '),
  ]
    .filter(Boolean)
    .join('; ')
}
