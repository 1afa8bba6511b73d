/** Capacity from seconds in which a server was full: every request had to wait, the quickest too. By its log. */

import { LOAD, LOAD_FIELDS, LOAD_SECONDS } from '../model/pool-load.ts'
import type { Server } from '../model/server.ts'
import type { Estimated } from '../risk/capacity-evidence.ts'
import { normalShare } from '../risk/normal.ts'

/** Rows of so many answers, or of so many seconds: the quickest of two says nothing. */
const ROW_ANSWERS = 8
const ROW_SECONDS = 5
/** Full: the quickest waited for this share of what work takes, the more the fewer they were, and for this long. */
const WAITED = { least: 0.2, most: 0.6, answers: 5 }
const WAITED_MS = 10
/** Fewer answers in full rows than this say too little. */
const LEAST_ANSWERS = 60
const LEAST_ROWS = 4
/** Fullness that came without more traffic is slowness, not load. */
export const MORE_TRAFFIC = 1.04
/** No band is narrower than this share to each side: traffic and servers are never quite alike. */
const LEAST_SPREAD = 0.04
/** Answers of a server that failed more of them are no measure. */
const MOST_FAILED = 0.3

export type AnswerRow = { seconds: number; answers: number; meanMs: number; leastMs: number }

/** Oldest first, without the running second. */
export function answerRows(server: Server, nowMs: number): AnswerRow[] {
  const { load } = server
  if (!load) return []
  const last = Math.floor(nowMs / 1000) - 1
  const rows: AnswerRow[] = []
  let row = { seconds: 0, answers: 0, failed: 0, spentMs: 0, leastMs: Number.POSITIVE_INFINITY }
  for (let second = last - LOAD_SECONDS + 2; second <= last; second++) {
    const at = second % LOAD_SECONDS
    const start = at * LOAD_FIELDS
    const answers = load.seconds[at] === second ? load.rows[start + LOAD.logged]! : 0
    if (answers === 0 && row.answers === 0) continue
    row.seconds++
    row.failed += load.seconds[at] === second ? load.rows[start + LOAD.failed]! : 0
    if (answers > 0) {
      row.answers += answers
      row.spentMs += load.rows[start + LOAD.spentMs]!
      row.leastMs = Math.min(row.leastMs, load.rows[start + LOAD.leastMs]!)
    }
    if (row.answers < ROW_ANSWERS && row.seconds < ROW_SECONDS) continue
    if (row.answers >= ROW_ANSWERS / 2 && row.failed <= MOST_FAILED * (row.answers + row.failed))
      rows.push({
        seconds: row.seconds,
        answers: row.answers,
        meanMs: row.spentMs / row.answers,
        leastMs: row.leastMs,
      })
    row = { seconds: 0, answers: 0, failed: 0, spentMs: 0, leastMs: Number.POSITIVE_INFINITY }
  }
  return rows
}

const sum = (rows: readonly AnswerRow[], pick: (row: AnswerRow) => number) =>
  rows.reduce((total, row) => total + pick(row), 0)
const perS = (rows: readonly AnswerRow[]) =>
  sum(rows, (row) => row.answers) /
  Math.max(
    1,
    sum(rows, (row) => row.seconds),
  )

/** Of servers that are alike, taken together. The work of one request, ms, is that of the calmer half. */
export type Work = { workMs: number; quickestMs: number }

export function workOf(rows: readonly AnswerRow[]): Work | null {
  if (rows.length < LEAST_ROWS) return null
  const calm = [...rows].sort((a, b) => a.leastMs - b.leastMs).slice(0, Math.ceil(rows.length / 2))
  const workMs = sum(calm, (row) => row.meanMs * row.answers) / sum(calm, (row) => row.answers)
  return { workMs, quickestMs: calm[Math.floor(calm.length / 2)]!.leastMs }
}

/** Slots, from under one to so many times the connections that were seen, in steps of so much. */
const SLOTS = { least: 0.7, beyond: 2, step: 1.02 }
/** Connections come and go within a row: their variance as a share of their mean. */
const WITHIN = 0.5
/** By theory 2.71 holds nine in ten; rows are no independent draws, and with simulated pools it took this. */
const CHI_SQUARE_90 = 4.5

/** Of `mean` connections that vary, how many work where there are `slots`. */
function working(mean: number, slots: number): number {
  const spread = Math.sqrt(WITHIN * mean)
  const z = (slots - mean) / Math.max(spread, 1e-9)
  if (z > 6) return mean
  if (z < -6) return slots
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
  return mean - spread * (density - z * (1 - normalShare(z)))
}

/**
 * Answers come at the rate of the slots that work: in proportion to connections up to a point, and no faster beyond it.
 * The likeliest point, of all rows, those between full and calm too: to pick full rows alone is to pick slow ones.
 */
function fitCapacity(rows: readonly AnswerRow[], { workMs, quickestMs }: Work) {
  // What the quickest waited all waited: a few slow answers are no queue.
  const connections = rows.map(
    (row) => (row.answers * (workMs + Math.max(0, row.leastMs - quickestMs))) / (row.seconds * 1000),
  )
  const most = Math.max(...connections)
  const answers = sum(rows, (row) => row.answers)
  const fits: { capacityPerS: number; likelihood: number; scatter: number }[] = []
  for (let slots = SLOTS.least; slots <= SLOTS.beyond * Math.max(1, most); slots *= SLOTS.step) {
    const busy = rows.map((row, index) => row.seconds * working(connections[index]!, slots))
    const perBusyS = answers / busy.reduce((total, one) => total + one, 0)
    // Work cannot take much longer than answers do while nobody waits.
    if (perBusyS * workMs < 500) continue
    let likelihood = 0
    let scatter = 0
    for (const [index, row] of rows.entries()) {
      const expected = busy[index]! * perBusyS
      likelihood += row.answers * Math.log(expected) - expected
      scatter += (row.answers - expected) ** 2 / expected
    }
    fits.push({ capacityPerS: slots * perBusyS, likelihood, scatter: scatter / rows.length })
  }
  const best = fits.reduce<(typeof fits)[number] | null>(
    (a, b) => (a && a.likelihood >= b.likelihood ? a : b),
    null,
  )
  const last = fits.at(-1)
  if (!best || !last) return null
  const enough = (CHI_SQUARE_90 / 2) * Math.max(1, best.scatter)
  if (best.likelihood - last.likelihood < enough) return null
  const held = fits.filter((one) => best.likelihood - one.likelihood <= enough).map((one) => one.capacityPerS)
  return { middle: best.capacityPerS, low: Math.min(...held), high: Math.max(...held) }
}

export function capacityFromFullSeconds(rows: readonly AnswerRow[]): Estimated {
  const work = workOf(rows)
  if (!work) return { ok: false, reason: 'too few answers in the log' }
  const waited = (answers: number) =>
    Math.max(WAITED_MS, work.workMs * Math.min(WAITED.most, Math.max(WAITED.least, WAITED.answers / answers)))
  const isFull = (row: AnswerRow) => row.leastMs - work.quickestMs >= waited(row.answers)
  const full = rows.filter(isFull)
  const rest = rows.filter((row) => !isFull(row))
  const answers = sum(full, (row) => row.answers)
  if (full.length < LEAST_ROWS || answers < LEAST_ANSWERS)
    return { ok: false, reason: 'it was never seen full' }
  if (rest.length < LEAST_ROWS || perS(full) < MORE_TRAFFIC * perS(rest))
    return { ok: false, reason: 'it became slow without more traffic: slowness, not load' }
  const fit = fitCapacity(rows, work)
  if (!fit) return { ok: false, reason: 'it was never seen full' }
  const { middle } = fit
  const seconds = sum(full, (row) => row.seconds)
  return {
    ok: true,
    estimate: {
      source: 'saturated',
      lowPerS: Math.min(fit.low, middle * (1 - LEAST_SPREAD)),
      midPerS: middle,
      highPerS: Math.max(fit.high, middle * (1 + LEAST_SPREAD)),
      assumption: `in ${seconds} seconds of one server even the quickest answer had to wait, so it did what it can`,
    },
  }
}
