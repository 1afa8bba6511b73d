/** Two absolute counts of one worker as what happened between them; never negative, never across a restart. */

import type { Counters } from '../model/stats-reading.ts'

/** `unconnected`: of the failures. */
export type Happened = {
  requests: number
  failures: number
  unconnected: number
  bytesIn: number
  bytesOut: number
}

/** The counters that HAProxy never lowers while it runs. */
const RISING = [
  'sessionsTotal',
  'requestsTotal',
  'bytesIn',
  'bytesOut',
  'connectErrors',
  'responseErrors',
  'retries',
  'redispatches',
  'responses2xx',
  'responses4xx',
  'responses5xx',
] as const

const RESPONSES = [
  'responses1xx',
  'responses2xx',
  'responses3xx',
  'responses4xx',
  'responses5xx',
  'responsesOther',
] as const

/** True where a counter fell: the process was restarted or its counters were cleared. */
export function fell(previous: Counters, next: Counters): boolean {
  return RISING.some((name) => {
    const [before, after] = [previous[name], next[name]]
    return before !== null && after !== null && after < before
  })
}

function rise(previous: Counters, next: Counters, name: keyof Counters): number {
  const [before, after] = [previous[name], next[name]]
  return before === null || after === null ? 0 : Math.max(0, after - before)
}

/**
 * Null where a counter fell. A server's responses leave out what never came to a response; a pool's `5xx` hold
 * HAProxy's own 503 for it already. `stot` of a server counts attempts, retries included.
 */
export function diffCounters(previous: Counters, next: Counters, row: 'server' | 'pool'): Happened | null {
  if (fell(previous, next)) return null
  const by = (name: keyof Counters) => rise(previous, next, name)
  const bytes = { bytesIn: by('bytesIn'), bytesOut: by('bytesOut') }
  const unconnected = by('connectErrors') + by('redispatches')
  const unanswered = unconnected + by('responseErrors')
  const http = next.responses5xx !== null
  if (!http) {
    const sessions = by('sessionsTotal') - (row === 'server' ? by('retries') : 0)
    const failures = row === 'server' ? unanswered : unanswered - by('redispatches')
    return { requests: Math.max(sessions, failures, 0), failures, unconnected, ...bytes }
  }
  const responses = RESPONSES.reduce((sum, name) => sum + by(name), 0)
  if (row === 'pool') return { requests: responses, failures: by('responses5xx'), unconnected: 0, ...bytes }
  return {
    requests: responses + unanswered,
    failures: by('responses5xx') + unanswered,
    unconnected,
    ...bytes,
  }
}
