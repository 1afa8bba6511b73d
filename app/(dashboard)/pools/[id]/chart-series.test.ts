import { expect, test } from 'vitest'
import type { PoolSample, ServerSample } from '#lib/model/server-sample'
import type { ServerView } from '#lib/views/live-view'
import { appendLive, chartSeries, OTHERS } from './chart-series.ts'

const one = (requestRate: number | null, responseTimeMs: number | null = 5): ServerSample => ({
  sessions: 1,
  requestRate,
  failureRate: 0,
  queue: 0,
  responseTimeMs,
  claim: 1,
})
const sample = (second: number, servers: Record<string, ServerSample>): PoolSample => ({
  pool: 'lb1/app',
  startMs: second * 1000,
  resolutionS: 1,
  total: one(0),
  servers: new Map(Object.entries(servers)),
})
const eight = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`s${i}`, one(i * 10, i)]))

test('the busiest servers get a line each and the rest share one: rates added, times averaged', () => {
  const rates = chartSeries([sample(1, eight)], 'requestRate', [], 1000)
  expect(rates.names).toEqual(['s7', 's6', 's5', 's4', 's3', 's2', OTHERS])
  expect(rates.points).toEqual([{ atMs: 1000, values: [70, 60, 50, 40, 30, 20, 10] }])
  expect(chartSeries([sample(1, eight)], 'responseTimeMs', [], 1000).points[0]!.values.at(-1)).toBe(0.5)
})

test('samples within a step are averaged, and what is unknown stays unknown', () => {
  const samples = [sample(3, { a: one(10) }), sample(4, { a: one(20) }), sample(6, { a: one(null) })]
  expect(chartSeries(samples, 'requestRate', ['a'], 3000).points).toEqual([
    { atMs: 3000, values: [15] },
    { atMs: 6000, values: [null] },
  ])
})

test('a missing step breaks the line', () => {
  const samples = [sample(1, { a: one(1) }), sample(9, { a: one(2) })]
  expect(chartSeries(samples, 'requestRate', ['a'], 1000).points.map((point) => point.values[0])).toEqual([
    1,
    null,
    2,
  ])
})

test('the live second joins the end, replaces its step, and the oldest leaves the window', () => {
  const series = chartSeries([sample(1, { a: one(1) }), sample(2, { a: one(2) })], 'requestRate', ['a'], 1000)
  const servers = [{ name: 'a', numbers: [4, 7, 0, 0, 5] }] as unknown as ServerView[]
  const after = appendLive(series, servers, 3400, 2000)
  expect(after.points).toEqual([
    { atMs: 2000, values: [2] },
    { atMs: 3000, values: [7] },
  ])
  expect(appendLive(after, servers, 3900, 2000).points).toHaveLength(2)
})
