import { describe, expect, test } from 'vitest'
import { createDraw } from '../../risk/draw.ts'
import { expectedCuts } from '../../risk/expected-cuts.ts'
import { createRandom, type Random } from '../../risk/random.ts'
import { createWorld, loadBalancerOf } from '../../state/create-world.ts'
import { createLifetimes, curveOf, noteEnded } from './pool-lifetimes.ts'
import { OLDEST_MS, steadyAges } from './steady-ages.ts'
import { unlistedOf } from './unlisted-of.ts'

const MEAN_MS = 10_000
const WATCHED_MS = 60_000
const BEFORE_MS = 600_000
const FAMILIES: Record<string, (random: Random) => () => number> = {
  'Pareto 1.3': (random) => createDraw({ kind: 'pareto', meanMs: MEAN_MS, index: 1.3 }, random),
  '90 % short, 10 % long': (random) => {
    const short = createDraw({ kind: 'exponential', meanMs: MEAN_MS * 0.117 }, random)
    const long = createDraw({ kind: 'exponential', meanMs: MEAN_MS * 8.95 }, random)
    return () => (random() < 0.9 ? short() : long())
  },
}

/** How far off the share that is still open is, where a log tells of every end and nobody lists who is open. */
function errorOf(family: string, seed: number, graceMs: number, isCounted: boolean): number {
  const random = createRandom(seed)
  const [draw, gap] = [FAMILIES[family]!(random), createDraw({ kind: 'exponential', meanMs: 33 }, random)]
  const lifetimes = { ...createLifetimes(0), loggedSinceMs: 0 }
  const endsMs: number[] = []
  for (let atMs = -BEFORE_MS; atMs < WATCHED_MS; atMs += gap()) {
    const ageMs = draw()
    const ended = { atMs: atMs + ageMs, ageMs, watchedSinceMs: 0, cut: false, drain: null }
    if (ended.atMs > WATCHED_MS) endsMs.push(ended.atMs)
    else if (ended.atMs > 0) noteEnded(lifetimes, 'logged', ended)
  }
  const oldestMs = BEFORE_MS + WATCHED_MS
  const unlisted = { count: isCounted ? endsMs.length : 0, oldestMs }
  const curve = curveOf(lifetimes, [], unlisted, WATCHED_MS).curve!
  const ages = steadyAges(curve, endsMs.length, 0, oldestMs)
  const left = endsMs.filter((atMs) => atMs > WATCHED_MS + graceMs).length / endsMs.length
  return Math.abs(expectedCuts(curve, ages, graceMs).mid / ages.length - left)
}

describe('those that run and that nobody lists', () => {
  test.each(Object.keys(FAMILIES))('are long ones, too: %s', (family) => {
    const mean = (isCounted: boolean) => {
      const errors = [1, 2, 3, 4].flatMap((seed) =>
        [5_000, 20_000].map((graceMs) => errorOf(family, seed * 77, graceMs, isCounted)),
      )
      return errors.reduce((sum, error) => sum + error, 0) / errors.length
    }
    expect(mean(true)).toBeLessThan(0.05)
    expect(mean(false)).toBeGreaterThan(0.15)
  })

  test('are no older than the last look that listed all, nor than the process', () => {
    const lb = loadBalancerOf(createWorld(), 'lb1')
    expect(unlistedOf(lb, 'chat', 0)).toEqual({ count: 0, oldestMs: OLDEST_MS })
    lb.sessionsAtMs = new Map([
      ['', 7_000],
      ['old-12', 1_000],
    ])
    expect(unlistedOf(lb, 'chat', 10_000).oldestMs).toBe(3_000)
  })
})
