/** Sessions cut at a drain's deadline, foretold and counted: Kaplan–Meier beside an exponential fit and a line. */

import { exponentialCuts, linearCuts } from '#lib/risk/cut-baselines'
import { createDraw } from '#lib/risk/draw'
import { expectedCuts } from '#lib/risk/expected-cuts'
import { createRandom, type Random } from '#lib/risk/random'
import { addSession, createSurvival, type ObservedSession } from '#lib/risk/session-survival'
import { toSurvivalCurve } from '#lib/risk/survival-curve'
import { type Bar, told } from './bars.ts'

/** Open at once when the drain starts, on average. */
const OPEN = 200
const MEAN_MS = 60_000
const RUNS = 40
const WATCHED = [300_000, 1_800_000]
const DEADLINES_MS = [10_000, 30_000, 120_000, 300_000]
/** The line needs a curve: all are asked again when this share of the time has gone. */
const ASKED_AGAIN = 0.25
/** The pool ran for so long before Polygraph came. */
const BEFORE_MS = 7_200_000

const FAMILIES: Record<string, (random: Random) => () => number> = {
  exponential: (random) => createDraw({ kind: 'exponential', meanMs: MEAN_MS }, random),
  lognormal: (random) => createDraw({ kind: 'lognormal', meanMs: MEAN_MS, cv: 2 }, random),
  'Pareto 1.3': (random) => createDraw({ kind: 'pareto', meanMs: MEAN_MS, index: 1.3 }, random),
  '90 % short, 10 % long': (random) => {
    const short = createDraw({ kind: 'exponential', meanMs: 7_000 }, random)
    const long = createDraw({ kind: 'exponential', meanMs: 537_000 }, random)
    return () => (random() < 0.9 ? short() : long())
  },
}

type Score = { error: number[]; held: number; asked: number }
const score = (): Score => ({ error: [], held: 0, asked: 0 })
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Arrivals from long before until the drain, each with its end. */
function arrivals(
  random: Random,
  draw: () => number,
  watchedMs: number,
): { startMs: number; endMs: number }[] {
  const sessions: { startMs: number; endMs: number }[] = []
  const gap = createDraw({ kind: 'exponential', meanMs: MEAN_MS / OPEN }, random)
  for (let atMs = -BEFORE_MS; atMs < watchedMs; atMs += gap()) {
    const endMs = atMs + draw()
    if (endMs > 0) sessions.push({ startMs: atMs, endMs })
  }
  return sessions
}

function drainOnce(
  seed: number,
  family: string,
  watchedMs: number,
  graceMs: number,
  scores: Record<string, Score>,
) {
  const random = createRandom(seed)
  const sessions = arrivals(random, FAMILIES[family]!(random), watchedMs)
  const survival = createSurvival()
  const drained = sessions.filter((session) => session.endMs > watchedMs)
  for (const share of [0, ASKED_AGAIN]) {
    const nowMs = watchedMs + graceMs * share
    const seen: ObservedSession[] = sessions
      .filter((session) => session.endMs <= nowMs && (share === 0 || session.endMs > watchedMs))
      .map(({ startMs, endMs }) => ({
        ageMs: endMs - startMs,
        firstSeenAgeMs: Math.max(0, -startMs),
        open: false,
      }))
    for (const session of seen) addSession(survival, session)
    const open = drained.filter((session) => session.endMs > nowMs)
    const ages = open.map((session) => nowMs - session.startMs)
    const running = open.map(({ startMs }) => ({
      ageMs: nowMs - startMs,
      firstSeenAgeMs: Math.max(0, -startMs),
    }))
    const leftMs = graceMs * (1 - share)
    const cut = open.filter((session) => session.endMs > nowMs + leftMs).length
    const note = (what: string, guess: number, held = false) => {
      scores[what] ??= score()
      const at = scores[what]
      at.error.push(Math.abs(guess - cut) / Math.max(1, open.length))
      at.asked++
      if (held) at.held++
    }
    const curve = toSurvivalCurve(survival, running)
    if (!curve) continue
    const band = expectedCuts(curve, ages, leftMs)
    note(`curve at ${share}`, band.mid, cut >= band.low - 0.5 && cut <= band.high + 0.5)
    const all = [...sessions.filter((session) => session.endMs <= nowMs), ...open].map(
      ({ startMs, endMs }) => ({
        ageMs: Math.min(endMs, nowMs) - startMs,
        firstSeenAgeMs: Math.max(0, -startMs),
        open: endMs > nowMs,
      }),
    )
    note(`exponential at ${share}`, exponentialCuts(all, open.length, leftMs))
    if (share === 0) continue
    const points = Array.from({ length: 11 }, (_, step) => {
      const atMs = watchedMs + (graceMs * share * step) / 10
      return { atMs, left: drained.filter((session) => session.endMs > atMs).length }
    })
    note(`linear at ${share}`, linearCuts(points, watchedMs + graceMs))
  }
}

export async function run(seed = 1): Promise<Bar[]> {
  const bars: Bar[] = []
  for (const family of Object.keys(FAMILIES))
    for (const watchedMs of WATCHED) {
      const scores: Record<string, Score> = {}
      for (const graceMs of DEADLINES_MS)
        for (let turn = 0; turn < RUNS; turn++)
          drainOnce(seed + turn * 7919 + graceMs, family, watchedMs, graceMs, scores)
      const error = (what: string) => mean(scores[what]?.error ?? [])
      const what = `${family}, watched ${watchedMs / 60_000} min`
      for (const share of [0, ASKED_AGAIN]) {
        const { held, asked } = scores[`curve at ${share}`]!
        const others = [`exponential ${error(`exponential at ${share}`).toFixed(3)}`]
        if (share > 0) others.push(`line ${error(`linear at ${share}`).toFixed(3)}`)
        const found = error(`curve at ${share}`)
        bars.push({
          what: `${what}, asked ${share === 0 ? 'at the start' : `after ${share * 100} %`}`,
          figure: `${found.toFixed(3)} of the sessions (${others.join(', ')}); band held ${((100 * held) / asked).toFixed(0)} %`,
          bar: '≤ 0.05',
          ok: found <= 0.05,
        })
      }
    }
  bars.push(
    told(
      'drains',
      `${RUNS * DEADLINES_MS.length} a line, ${OPEN} sessions open, deadlines ${DEADLINES_MS.map((ms) => ms / 1000).join(', ')} s`,
    ),
  )
  return bars
}
