/** `Health check for [backup ]server p/s succeeded|failed, …, status: n/m UP.`, and the agent's. */

import type { LoggedState } from '../../../model/log-record.ts'
import type { LogAnswer, LogContext } from '../../log-context.ts'
import { readCheckOutcome } from './read-check-outcome.ts'
import { readPair } from './read-names.ts'

const HEAD = /^(Health|Agent) check for (backup )?server ([^\s,]{1,512}) (conditionally )?(succeeded|failed)/

export function parseHealthCheck(message: string, context: LogContext): LogAnswer {
  if (!message.startsWith('Health check for ') && !message.startsWith('Agent check for ')) return null
  const head = HEAD.exec(message)
  const pair = head ? readPair(head[3]!) : null
  if (!head || !pair) return 'bad-state-line'
  const outcome = readCheckOutcome(message.slice(head[0].length))
  const status = /, status: (-?\d{1,9})\/(\d{1,9}) ([A-Z]+)\.?\s*$/.exec(message.slice(-64))
  return {
    ok: true,
    kind: 'health-check',
    atMs: context.frameAtMs,
    pool: pair.pool,
    server: pair.server,
    backup: head[2] !== undefined,
    agent: head[1] === 'Agent',
    succeeded: head[5] === 'succeeded',
    reason: outcome.reason,
    code: outcome.code,
    info: outcome.info,
    checkDurationMs: outcome.checkDurationMs,
    health: status ? Number(status[1]) : null,
    healthMax: status ? Number(status[2]) : null,
    to: status ? stateOfWord(status[3]!) : null,
    format: 'haproxy-health-check',
  }
}

/** The word behind `status: n/m`: `DRAIN` is that of a server whose weight is 0. */
function stateOfWord(word: string): LoggedState | null {
  if (word === 'UP') return 'up'
  if (word === 'DOWN') return 'down'
  if (word === 'DRAIN') return 'drain'
  if (word === 'MAINT') return 'maint'
  return word === 'NOLB' ? 'stopping' : null
}
