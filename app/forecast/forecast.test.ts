import { describe, expect, test } from 'vitest'
import type { Drain } from '#lib/model/drain'
import type { PoolRisk } from '#lib/model/pool-risk'
import type { PoolView } from '#lib/views/live-view'
import { drainsToShow } from '../(dashboard)/(live)/drains-to-show.ts'
import { risksToShow } from '../(dashboard)/(live)/risks-to-show.ts'
import { curveOf, cutWords, expectedWords, verdictWords } from './drain-words.ts'
import { countBand, growthBand, growthClause, rateRange, shareBand, spanRange } from './format-band.ts'
import { fewestStrikes, survivesShortly, survivesWords } from './risk-words.ts'

const band = (low: number, high: number) => ({ low, mid: (low + high) / 2, high })
const OPEN = { low: 2, mid: 3, high: null as unknown as number }

describe('a band', () => {
  test('is told by both its ends, and an end that is not known says so', () => {
    expect([band(3.2, 8.7), band(6, 6.3), OPEN].map(countBand)).toEqual(['3 to 9', '6', '2 or more'])
    expect([band(0.72, 0.951), band(1, 1), band(0.001, 0.4), { ...OPEN, low: 0.72 }].map(shareBand)).toEqual([
      '72–95 %',
      '100 %',
      '<1–40 %',
      'at least 72 %',
    ])
    expect([rateRange(48.2, 61.7), rateRange(4.44, null)]).toEqual(['48–62 /s', 'at least 4.4 /s'])
    expect([spanRange(4000, 6000), spanRange(2000, 2000), spanRange(550, null)]).toEqual([
      '4–6 s',
      '2 s',
      '0.6 s or longer',
    ])
  })

  test('of room for load says when there is none', () => {
    expect([band(1.2, 1.5), band(0.8, 0.95), band(0.94, 1.18), OPEN].map(growthBand)).toEqual([
      '20–50 % more',
      '5–20 % too much',
      '6 % too much to 18 % more',
      '100 % more or better',
    ])
    expect([band(1.2, 1.5), band(0.8, 0.95), band(0.94, 1.18)].map(growthClause)).toEqual([
      'its load can grow by 20–50 %',
      'its load is 5–20 % too much already',
      'its load may be 6 % too much already, or can grow by 18 %',
    ])
  })
})

describe('what a pool survives', () => {
  const risk = (low: number, high: number, part: Partial<PoolRisk> = {}) =>
    ({ unknown: null, servers: 5, survives: band(low, high), strikes: [], ...part }) as PoolRisk
  test('is how many it can lose, as far as is known', () => {
    expect([risk(1, 2), risk(2, 2), risk(0, 1), risk(0, 0)].map(survivesWords)).toEqual([
      'survives the loss of 1 to 2 of 5',
      'survives the loss of 2 of 5',
      'survives the loss of 0 to 1 of 5',
      'survives no loss',
    ])
    expect(survivesShortly(risk(1, 2))).toBe('survives the loss of 1 to 2')
    expect(survivesWords(risk(0, 0, { servers: 1 }))).toBe('one server: survives no loss')
    expect(survivesWords(risk(0, 0, { unknown: 'no traffic yet' }))).toBeNull()
  })
  test('names the server nearest to its eviction', () => {
    const strikes = [3, 1, 2].map((left) => ({ server: `web${left}`, left, of: 3, evictedInMs: null }))
    expect(fewestStrikes(risk(1, 1, { strikes }))?.server).toBe('web1')
    expect(fewestStrikes(risk(1, 1))).toBeNull()
  })
  test('is listed where it asks for somebody; of many pools the calm ones are only counted', () => {
    const pool = (id: string, tier: PoolRisk['tier']) => ({ id, risk: { tier } }) as PoolView
    const few = [pool('a', 'calm'), pool('b', 'warn')]
    expect(risksToShow(few).shown.map(({ pool: { id } }) => id)).toEqual(['b', 'a'])
    const many = [
      ...few,
      pool('c', 'unknown'),
      pool('d', 'critical'),
      pool('e', 'calm'),
      { id: 'f' } as PoolView,
    ]
    expect(risksToShow(many)).toMatchObject({
      shown: [{ pool: { id: 'd' } }, { pool: { id: 'b' } }],
      calm: 2,
      unknown: 1,
    })
  })
})

describe('a drain', () => {
  const AT = Date.UTC(2026, 1, 3, 2, 20, 0)
  const drain = (part: Partial<Drain> = {}) =>
    ({
      ...{ startedAtMs: AT - 60_000, endedAtMs: null, deadlineMs: AT, stickyArrivals: 0, verdict: 'running' },
      ...{ sessionsLeft: 14, cut: null, stuck: null, curve: [{ atMs: AT - 60_000, sessions: 40 }] },
      forecast: { atMs: 0, openAtDeadline: band(3.2, 8.7), lifetimes: 100, running: 3, assumptions: [] },
      ...part,
    }) as Drain
  test('says how many are expected to be open at its deadline, or why nobody can', () => {
    expect(expectedWords(drain(), 'utc')).toBe('3 to 9 still open at 02:20:00')
    expect(expectedWords(drain({ deadlineMs: null }), 'utc')).toBe('no deadline known')
    expect(expectedWords(drain({ forecast: null }), 'utc')).toBe(
      'not known at 02:20:00: too few sessions have ended',
    )
    expect(expectedWords(drain({ endedAtMs: AT }), 'utc')).toBe('')
  })
  test('says by what sessions were cut, on what it is stuck, and how soon it was empty', () => {
    const cut = { firstAtMs: 0, lastAtMs: 0 }
    expect(cutWords({ total: 5, by: { RST: 5 }, ...cut })).toBe('5 cut by the server (RST)')
    expect(cutWords({ total: 8, by: { K: 7, RST: 1 }, ...cut })).toBe(
      '8 cut: 7 by an operator or a hard stop (K), 1 by the server (RST)',
    )
    const stuck = { why: 'persistence', sinceMs: 0 } as const
    expect(verdictWords(drain({ verdict: 'stuck', stuck, stickyArrivals: 31 }))).toBe(
      'persistent clients keep coming back, 31 times so far',
    )
    expect(verdictWords(drain({ verdict: 'clean', endedAtMs: AT }))).toBe('empty after 1 m 00 s')
  })
  test('is drawn up to now while it runs, and no further when it is over', () => {
    expect(curveOf(drain(), AT).at(-1)).toEqual({ atMs: AT, sessions: 14 })
    expect(curveOf(drain({ endedAtMs: AT }), AT + 5000)).toHaveLength(1)
  })
  test('that is stuck comes first, then the one with the most to lose', () => {
    const of = (id: string, part: Partial<Drain>) => drain({ id, ...part })
    const drains = [
      of('clean', { verdict: 'clean', endedAtMs: AT }),
      of('few', {}),
      of('many', { forecast: null, sessionsLeft: 20 }),
      of('stuck', { verdict: 'stuck' }),
    ]
    const shown = drainsToShow([{ id: 'lb1/app', drains } as PoolView])
    expect(shown.shown.map((each) => each.drain.id)).toEqual(['stuck', 'many', 'few', 'clean'])
    expect(shown).toMatchObject({ running: 3, more: 0 })
  })
})
