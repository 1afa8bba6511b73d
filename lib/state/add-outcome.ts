/** One finished request or session → the detail of the server that it names. */

import type { RequestRecord, SessionRecord } from '../model/log-record.ts'
import {
  DETAIL_FIELDS,
  DETAIL_SECONDS,
  FIELD,
  MAX_TERMINATIONS,
  type Onset,
  RECENT_OUTCOMES,
  TIME_BUCKETS,
  type TrafficDetail,
} from '../model/traffic-detail.ts'
import { createTimes, turnHalves } from './create-traffic.ts'

/** Shares of failing requests that the two sums tell apart: those of a sound server and of a failing one. */
const MOST = sumsFor(0.02, 0.5)
const FEW = sumsFor(0.01, 0.1)
/** A sum grows no further than this: it must be able to fall again. */
export const MAX_SCORE = 30
export const MAX_ONSET_ERROR_MS = 60_000

function sumsFor(sound: number, failing: number) {
  return { failed: Math.log(failing / sound), fine: Math.log((1 - failing) / (1 - sound)) }
}

/** Half-octaves: 0 ms is the first. */
export const timeBucket = (ms: number): number =>
  Math.min(TIME_BUCKETS - 1, Math.floor(2 * Math.log2(Math.max(0, ms) + 1)))

export type Outcome = {
  startedAtMs: number
  endedAtMs: number
  errorMs: number
  failed: boolean
}

function addOnset(onset: Onset, weights: typeof MOST, outcome: Outcome, gapMs: number): void {
  onset.score += outcome.failed ? weights.failed : weights.fine
  if (onset.score <= 0) {
    onset.score = 0
    onset.atMs = null
    onset.lastFailedMs = 0
    onset.requests = 0
    onset.failures = 0
    onset.fineSince = 0
    return
  }
  if (onset.score > MAX_SCORE) onset.score = MAX_SCORE
  if (onset.atMs === null) {
    onset.atMs = outcome.startedAtMs
    onset.errorMs = Math.min(MAX_ONSET_ERROR_MS, Math.ceil(outcome.errorMs + gapMs))
  }
  onset.requests++
  if (outcome.failed) {
    onset.failures++
    onset.lastFailedMs = Math.max(onset.lastFailedMs, outcome.startedAtMs)
  }
  onset.fineSince = outcome.failed ? 0 : onset.fineSince + 1
}

/** The row of a second, emptied where it still counts an older one; -1 for what is too old. */
function rowOf(seconds: Uint32Array, second: number): number {
  const row = (second % DETAIL_SECONDS) * DETAIL_FIELDS
  const holds = seconds[row + FIELD.second]!
  if (holds === second) return row
  if (holds > second) return -1
  seconds.fill(0, row, row + DETAIL_FIELDS)
  seconds[row + FIELD.second] = second
  return row
}

const bump = (seconds: Uint32Array, at: number, by = 1) => {
  seconds[at] = seconds[at]! + by
}

/** Retries are the named server's own unless the request was redispatched: then they were another's. */
function countSecond(detail: TrafficDetail, record: RequestRecord | SessionRecord, outcome: Outcome): void {
  const { seconds } = detail
  const row = rowOf(seconds, Math.floor(outcome.endedAtMs / 1000))
  if (row < 0) return
  const status = record.kind === 'request' ? record.status : null
  const family = status === null ? 0 : Math.floor(status / 100)
  bump(seconds, row + (family >= 1 && family <= 5 ? family : FIELD.noStatus))
  if (record.redispatched) bump(seconds, row + FIELD.redispatchedHere)
  else if (record.retries !== null && record.retries > 0) bump(seconds, row + FIELD.retries, record.retries)
  if (outcome.failed) bump(seconds, row + FIELD.failures)
  const ender = record.termination?.charCodeAt(0)
  if (ender === 67 || ender === 99) bump(seconds, row + FIELD.clientEnded)
  if (ender === 83 || ender === 115) bump(seconds, row + FIELD.serverEnded)
}

const noTerminations = () => new Map<string, number>()

/** Writes into `detail`; `blamed` is false for what says nothing of the server. */
export function addOutcome(
  detail: TrafficDetail,
  record: RequestRecord | SessionRecord,
  outcome: Outcome,
  blamed: boolean,
): void {
  const { endedAtMs } = outcome
  countSecond(detail, record, outcome)
  const { connectMs, responseMs } = record.timers
  const times = turnHalves(detail.times, endedAtMs, createTimes)
  if (connectMs !== null) times.connect[timeBucket(connectMs)]!++
  if (responseMs !== null) times.response[timeBucket(responseMs)]!++
  const state = record.termination?.slice(0, 2) ?? '--'
  const terminations = turnHalves(detail.terminations, endedAtMs, noTerminations)
  if (terminations.has(state) || terminations.size < MAX_TERMINATIONS)
    terminations.set(state, (terminations.get(state) ?? 0) + 1)
  if (!blamed) return
  const gapMs = detail.lastEndedAtMs === null ? 0 : Math.max(0, outcome.startedAtMs - detail.lastEndedAtMs)
  detail.lastEndedAtMs = Math.max(detail.lastEndedAtMs ?? 0, endedAtMs)
  addOnset(detail.most, MOST, outcome, gapMs)
  addOnset(detail.few, FEW, outcome, gapMs)
  const { recent } = detail
  const at = recent.count % RECENT_OUTCOMES
  recent.endedAtMs[at] = endedAtMs
  recent.failed[at] = outcome.failed ? 1 : 0
  recent.count++
}
