/** `Server p/s is DOWN, …` and every other line that says a server's state. */

import type { LogAnswer, LogContext } from '../../log-context.ts'
import { readCheckOutcome } from './read-check-outcome.ts'
import { readPair } from './read-names.ts'
import { readTransition } from './read-transition.ts'

const HEAD = /^(Backup )?[Ss]erver ([^\s]{1,512}) (?:\('[^']{0,512}'\) )?/

/** Null where it is about something else than a server's state. */
export function parseServerState(message: string, context: LogContext): LogAnswer {
  const head = HEAD.exec(message.slice(0, 1100))
  if (!head) return null
  const pair = readPair(head[2]!)
  const phrase = message.slice(head[0].length)
  const transition = readTransition(phrase)
  if (!pair || !transition) return null
  const after = phrase.slice(transition.length)
  // The cause in brackets: `(DNS NX status)`. Some causes end with a space, some hold brackets.
  const bracket = after.startsWith(' (') ? closingBracket(after) : -1
  const outcome = readCheckOutcome(bracket < 0 ? after : after.slice(bracket + 1))
  const tail = readTail(outcome.rest)
  const bracketCause = bracket < 0 ? null : after.slice(2, bracket).trim()
  const cause = tail.cause ?? bracketCause
  const changed = cause?.startsWith('changed from ') ? cause.slice('changed from '.length) : null
  return {
    ok: true,
    kind: 'server-state',
    atMs: context.frameAtMs,
    pool: pair.pool,
    server: pair.server,
    backup: head[1] !== undefined,
    from: transition.from,
    to: transition.to,
    reason: outcome.reason ?? (changed === null ? cause : null),
    code: outcome.code,
    info: outcome.info,
    checkDurationMs: outcome.checkDurationMs,
    via: tail.via,
    changedFrom: changed,
    ...readCounts(tail.counts),
    format: 'haproxy-server-state',
  }
}

function closingBracket(text: string): number {
  const beforeCounts = text.indexOf('). ')
  const beforeVia = text.indexOf(') via ')
  const ends = [beforeCounts, beforeVia].filter((at) => at >= 0)
  return ends.length > 0 ? Math.min(...ends) : text.lastIndexOf(')')
}

/** `, changed from CLI via p/s. 1 active and …` */
function readTail(text: string): { cause: string | null; via: string | null; counts: string } {
  const countsAt = text.search(/\. \d{1,9} (?:active|sessions) /)
  const counts = countsAt < 0 ? '' : text.slice(countsAt + 2)
  let words = countsAt < 0 ? withoutStop(text.trimEnd()) : text.slice(0, countsAt)
  let via: string | null = null
  const viaAt = words.lastIndexOf(' via ')
  if (viaAt >= 0 && /^[^\s]+$/.test(words.slice(viaAt + 5))) {
    via = words.slice(viaAt + 5)
    words = words.slice(0, viaAt)
  }
  return { cause: words.startsWith(', ') && words.length > 2 ? words.slice(2) : null, via, counts }
}

const withoutStop = (text: string) => (text.endsWith('.') ? text.slice(0, -1) : text)

/** `1 active and 0 backup servers left. Running on backup. 0 sessions active, 0 requeued, 0 remaining in queue.` */
function readCounts(text: string) {
  return {
    activeLeft: numberIn(text, /^(\d{1,9}) active and /),
    backupLeft: numberIn(text, /^\d{1,9} active and (\d{1,9}) backup servers/),
    sessionsActive: numberIn(text, /\. (\d{1,12}) sessions active/),
    requeued: numberIn(text, /[.,] (\d{1,12}) (?:sessions )?requeued/),
    queued: numberIn(text, /, (\d{1,12}) (?:remaining|total) in queue/),
  }
}

function numberIn(text: string, pattern: RegExp): number | null {
  const match = pattern.exec(text)
  return match ? Number(match[1]) : null
}
