import { expect, test } from 'vitest'
import { chanceOf, drawMs } from './chance.ts'

const N = 20_000
const draws = (of: 'fixed' | 'exponential' | 'lognormal' | 'pareto' | 'mix') => {
  const chance = chanceOf(4)
  return Array.from({ length: N }, () => drawMs({ of, mean: 1000 }, chance)).sort((a, b) => a - b)
}

test('the same seed gives the same numbers, another seed others', () => {
  const three = (seed: number) => {
    const chance = chanceOf(seed)
    return [chance(), chance(), chance()]
  }
  expect(three(1)).toEqual(three(1))
  expect(three(1)).not.toEqual(three(2))
})

test.each(['fixed', 'exponential', 'lognormal', 'mix'] as const)('%s times have the mean asked for', (of) => {
  const mean = draws(of).reduce((sum, one) => sum + one, 0) / N
  expect(mean).toBeGreaterThan(950)
  expect(mean).toBeLessThan(1050)
})

test('each family has its own middle', () => {
  const median = (of: Parameters<typeof draws>[0]) => Math.round(draws(of)[N / 2]! / 10) * 10
  // exp: 1000 ln 2; lognormal: 1000 / √(1 + 1.5²); Pareto 1.3: 230.8 · 2^(1/1.3).
  expect(median('exponential')).toBeCloseTo(690, -1.5)
  expect(median('lognormal')).toBeCloseTo(555, -1.5)
  expect(median('pareto')).toBeCloseTo(393, -1.5)
  expect(median('mix')).toBeLessThan(320)
})
