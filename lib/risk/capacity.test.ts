import { describe, expect, test } from 'vitest'
import { mergeAnswers, mergeCapacity, statedEstimate } from './capacity.ts'
import type { CapacityEstimate, CapacitySecond } from './capacity-evidence.ts'
import { capacityFromResponseTime } from './capacity-from-response-time.ts'
import {
  capacityFromMaxConnections,
  capacityFromPeak,
  capacityFromSaturation,
} from './capacity-from-traffic.ts'
import { drawNormal } from './draw.ts'
import { meanWait } from './erlang-c.ts'
import { createRandom } from './random.ts'

/** A server of 4 workers × 20 ms, 200/s, whose load swings between these ρ; 5 ms of network on top. */
function swing(from: number, to: number, seed = 1, count = 600): CapacitySecond[] {
  const random = createRandom(seed)
  return Array.from({ length: count }, (_, second) => {
    const load = from + (to - from) * (0.5 - 0.5 * Math.cos((second / count) * 4 * Math.PI))
    const requests = Math.max(1, Math.round(load * 200 + drawNormal(random) * Math.sqrt(load * 200)))
    const responseMs = 25 + 20 * meanWait(4, 4 * load)
    return {
      throughputPerS: requests,
      responseMs: Math.max(1, responseMs + (drawNormal(random) * 20) / Math.sqrt(requests)),
      queued: null,
    }
  })
}

describe('response time rising with load', () => {
  test.each([1, 2, 3, 4, 5, 6])('holds the capacity within its band (%i)', (seed) => {
    const answer = capacityFromResponseTime(swing(0.2, 0.85, seed))
    if (!answer.ok) throw new Error(answer.reason)
    const { lowPerS, midPerS, highPerS } = answer.estimate
    expect(lowPerS).toBeLessThan(205)
    expect(highPerS).toBeGreaterThan(195)
    expect(Math.abs(midPerS! - 200)).toBeLessThan(20)
  })

  test('at a tenth of capacity nothing rises, and it says so', () => {
    expect(capacityFromResponseTime(swing(0.05, 0.2))).toMatchObject({ ok: false })
    expect(capacityFromResponseTime(swing(0.2, 0.8, 1, 20))).toEqual({
      ok: false,
      reason: '20 seconds with traffic are fewer than 120',
    })
  })

  test('a slow dependency is not taken for load', () => {
    const slow = swing(0.2, 0.4).map((second, at) => ({
      ...second,
      responseMs: second.responseMs * (at > 200 && at < 320 ? 8 : 1),
    }))
    expect(capacityFromResponseTime(slow).ok).toBe(false)
    expect(capacityFromSaturation(slow)).toMatchObject({ ok: false })
  })
})

test('seconds in which it was full tell most', () => {
  const calm = swing(0.3, 0.6)
  const full = Array.from({ length: 40 }, (_, at) => ({
    throughputPerS: 190 + (at % 21),
    responseMs: 400,
    queued: null,
  }))
  const seconds = [...calm, ...full]
  const answer = mergeAnswers([
    statedEstimate(null),
    capacityFromSaturation(seconds),
    capacityFromResponseTime(seconds),
    capacityFromMaxConnections(null, seconds),
    capacityFromPeak(seconds),
  ])
  if (!answer.ok) throw new Error(answer.reason)
  expect(answer.capacity.used).toBe('saturated')
  expect(answer.capacity.band.lowPerS).toBeLessThan(200)
  expect(answer.capacity.band.highPerS).toBeGreaterThan(200)
  expect(answer.capacity.band.midPerS).toBeCloseTo(199.5, 0)
})

test('maxconn over response time', () => {
  const seconds = Array.from({ length: 20 }, (_, at) => ({
    throughputPerS: 50,
    responseMs: at % 2 ? 18 : 22,
    queued: 0,
  }))
  const answer = capacityFromMaxConnections(4, seconds)
  if (!answer.ok) throw new Error(answer.reason)
  expect(answer.estimate.lowPerS).toBeCloseTo(181.8, 1)
  expect(answer.estimate.highPerS).toBeCloseTo(222.2, 1)
  expect(capacityFromMaxConnections(null, seconds)).toEqual({ ok: false, reason: 'it has no maxconn' })
})

test('a peak is a lower bound, less the noise of counting', () => {
  const answer = capacityFromPeak(swing(0.5, 0.5))
  if (!answer.ok) throw new Error(answer.reason)
  expect(answer.estimate).toMatchObject({ midPerS: null, highPerS: null })
  expect(answer.estimate.lowPerS).toBeGreaterThan(95)
  expect(answer.estimate.lowPerS).toBeLessThan(115)
})

describe('merging', () => {
  const estimate = (
    source: CapacityEstimate['source'],
    low: number,
    mid: number | null,
    high: number | null,
  ) => ({
    source,
    lowPerS: low,
    midPerS: mid,
    highPerS: high,
    assumption: `a ${source}`,
  })

  test('the most believed source is used, and named', () => {
    const all = [
      estimate('peak', 90, null, null),
      estimate('saturated', 95, 100, 105),
      estimate('stated', 110, 120, 130),
    ]
    const merged = (list: CapacityEstimate[]) => {
      const answer = mergeCapacity(list)
      if (!answer.ok) throw new Error(answer.reason)
      return answer.capacity
    }
    expect(merged(all)).toMatchObject({ used: 'stated', why: 'it was stated' })
    expect(merged(all.slice(0, 2))).toMatchObject({ used: 'saturated', band: { lowPerS: 95 } })
    expect(merged(all.slice(0, 1)).band).toEqual({ lowPerS: 90, midPerS: null, highPerS: null })
  })

  test('it is never below what was carried, and maxconn allows no more', () => {
    const answer = mergeCapacity([
      estimate('response-time', 80, 90, 150),
      estimate('max-connections', 100, 110, 120),
      estimate('peak', 95, null, null),
    ])
    expect(answer).toMatchObject({
      capacity: {
        band: { lowPerS: 95, midPerS: 95, highPerS: 120 },
        why: 'its response time rose with load; maxconn allows no more; raised to the peak it carried',
      },
    })
  })

  test('what was stated must be a band', () => {
    expect(statedEstimate({ lowPerS: 90, highPerS: 110 })).toMatchObject({ estimate: { midPerS: 100 } })
    expect(statedEstimate({ lowPerS: 0, highPerS: 110 }).ok).toBe(false)
    expect(statedEstimate({ lowPerS: 120, highPerS: 110 }).ok).toBe(false)
  })

  test('no evidence is a reason', () => {
    expect(mergeCapacity([])).toEqual({ ok: false, reason: 'no evidence of capacity' })
    const bad = [{ throughputPerS: Number.NaN, responseMs: 1, queued: null }]
    expect(mergeAnswers([capacityFromSaturation(bad), capacityFromResponseTime(bad)])).toEqual({
      ok: false,
      reason: '0 seconds with traffic are fewer than 10; 0 seconds with traffic are fewer than 120',
    })
  })
})
