/** The phrases in which HAProxy, from 1.3 on, says that a server changes its state. */

import type { LoggedState } from '../../../model/log-record.ts'

export type Transition = { from: LoggedState | null; to: LoggedState | null; length: number }

type Phrase = readonly [text: string, from: LoggedState | null, to: LoggedState | null]

/** Longer phrases before those they start with. */
const PHRASES: readonly Phrase[] = [
  ['is DOWN for maintenance', null, 'maint'],
  ['is going DOWN for maintenance', null, 'maint'],
  ['was DOWN and now enters maintenance', 'down', 'maint'],
  ['enters maintenance', null, 'maint'],
  ['is leaving forced maintenance but remains in maintenance', 'maint', 'maint'],
  ['resolves again but remains in maintenance', 'maint', 'maint'],
  ['remains in forced maintenance', 'maint', 'maint'],
  ['remains in maintenance', 'maint', 'maint'],
  ['is leaving forced drain but remains in drain mode', 'drain', 'drain'],
  ['remains in forced drain mode', 'drain', 'drain'],
  ['remains in drain mode', 'drain', 'drain'],
  ['remains in drain state', 'drain', 'drain'],
  ['enters drain state', null, 'drain'],
  ['administratively READY thanks to valid DNS answer', 'maint', 'up'],
  ['is stopping', null, 'stopping'],
]

const LEAVING =
  /^is (UP|DOWN)(?:\/(READY|DRAIN))? \((?:leaving (?:forced )?(maintenance|drain)|(resolves again))\)/

/** What stands behind the server's name; null where it is no such phrase. */
export function readTransition(text: string): Transition | null {
  const leaving = LEAVING.exec(text.slice(0, 64))
  if (leaving) {
    const up = leaving[1] === 'UP'
    return {
      from: leaving[3] === 'drain' ? 'drain' : 'maint',
      to: leaving[2] === 'DRAIN' ? 'drain' : up ? 'up' : 'down',
      length: leaving[0].length,
    }
  }
  for (const [phrase, from, to] of PHRASES) {
    if (text.startsWith(phrase)) return { from, to, length: phrase.length }
  }
  if (/^is UP\/DRAIN\b/.test(text)) return { from: null, to: 'drain', length: 11 }
  const plain = /^is (UP|DOWN)(?:\/READY)?(?![\w/])/.exec(text)
  return plain ? { from: null, to: plain[1] === 'UP' ? 'up' : 'down', length: plain[0].length } : null
}
