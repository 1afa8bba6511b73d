import { expect, test } from 'vitest'
import { examplePool } from '#lib/risk/example-pool'
import { createForecastJobs, type ForecastNews, type ForecastOrder } from './forecast-jobs.ts'

const question = (arrivalsPerS: number): ForecastOrder['question'] => ({
  model: {
    ...examplePool(3, 0.9, {}, { faults: [{ server: 's1', kind: 'hang', atMs: 0, forMs: null }] }),
    ...{ arrivalsPerS, horizonMs: 10_000 },
  },
  band: { low: 0.9, high: 1.1 },
  assumptions: [],
})

function desk() {
  const news: ForecastNews[] = []
  let nowMs = 0
  const jobs = createForecastJobs({ tell: (one) => news.push(one), monotonicMs: () => (nowMs += 100) })
  return { news, jobs }
}

test('what a person waits for goes first, with its progress; then the pools’ own', () => {
  const { news, jobs } = desk()
  jobs.take({ id: 1, question: question(100), replications: 8, urgent: false })
  jobs.take({ id: 2, question: question(100), replications: 8, urgent: true })
  while (jobs.step());
  const ends = news.filter((one) => one.type !== 'progress').map(({ id, type }) => [id, type])
  expect(ends).toEqual([
    [2, 'done'],
    [1, 'done'],
  ])
  expect(news.filter((one) => one.type === 'progress').every((one) => one.id === 2)).toBe(true)
  expect(news.some((one) => one.type === 'progress')).toBe(true)
})

test('what is cancelled is never told of again', () => {
  const { news, jobs } = desk()
  jobs.take({ id: 1, question: question(400), replications: 50, urgent: true })
  jobs.step()
  jobs.cancel(1)
  expect(jobs.step()).toBe(false)
  expect(news.filter((one) => one.type === 'done')).toEqual([])
})

test('a model that cannot be run is refused with its reason', () => {
  const { news, jobs } = desk()
  jobs.take({ id: 1, question: question(-1), replications: 8, urgent: true })
  expect(news).toMatchObject([{ id: 1, type: 'refused' }])
  expect(jobs.step()).toBe(false)
})
