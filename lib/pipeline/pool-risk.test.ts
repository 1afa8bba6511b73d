/** Pools of five whose servers queue, through the whole path: what is said of their risk before and while they fall. */

import { expect, test } from 'vitest'
import { parseConfig } from '../sources/haproxy/config/parse-config.ts'
import { forecastWhatIf, type PoolChange } from './forecast-what-if.ts'
import { playLoad } from './scripted-load.ts'

/** 2 slots of 80 ms: 25 requests/s a server, less what the script's own clock costs. */
const CAPACITY = 24.2
const five = { servers: 5, slots: 2, serviceMs: 80, interMs: 1000, fall: 2 }
const NOTHING: PoolChange = {
  ...{ lose: [], drain: [], stall: {}, weights: {}, load: 1, interMs: null, fastInterMs: null },
  ...{ fall: null, rise: null, timeoutCheckMs: null },
}

/** Quiet, a peak that fills all, then `share` of what four could carry. */
function afterPeak(share: number, seed = 2) {
  const play = playLoad({ ...five, perSecond: share * 4 * CAPACITY * 0.4, seed })
  play.run(5_000)
  play.setRate(5 * CAPACITY * 1.02)
  play.run(5_000)
  play.setRate(share * 4 * CAPACITY)
  play.run(14_000)
  return play
}

test('a peak that filled all tells capacity, and load on four is foretold from it', () => {
  const risk = afterPeak(0.8).risk()!
  expect(risk.capacityBy).toBe('seen-full')
  const capacity = risk.capacities.find((one) => one.source === 'seen-full')!
  expect(capacity.lowPerS).toBeLessThan(CAPACITY * 1.02)
  expect(capacity.highPerS).toBeGreaterThan(CAPACITY * 0.98)
  expect(risk.losses[0]!.k).toBe(1)
  expect(risk.losses[0]!.load.low).toBeLessThan(0.85)
  expect(risk.losses[0]!.load.high).toBeGreaterThan(0.75)
  expect(risk.furtherEviction).toMatchObject({ withinMs: 60_000, runs: 0 })
})

test('connections that stay open fill nobody: what a rush tells in mode http it does not in mode tcp', () => {
  const [http, tcp] = (['http', 'tcp'] as const).map((mode) => {
    const play = playLoad({ ...five, fall: 20, perSecond: 30, log: false, mode, seed: 2 })
    play.run(15_000)
    play.setRate(5 * CAPACITY * 1.02)
    play.run(12_000)
    play.setRate(0.95 * 4 * CAPACITY)
    play.run(14_000)
    return { by: play.risk()!.capacityBy, alarms: play.of('cascade-risk').length }
  })
  expect(http).toEqual({ by: 'seen-full', alarms: 1 })
  expect(tcp).toEqual({ by: 'observed-peak', alarms: 0 })
})

test('what somebody says that a server can carry is believed from the first seconds of traffic, also where only one is named', () => {
  const says = { lowPerS: CAPACITY * 0.97, highPerS: CAPACITY * 1.03 }
  const pool = playLoad({ ...five, perSecond: 80 }, { statedCapacity: () => says })
  pool.run(10_000)
  const risk = pool.risk()!
  expect(risk.capacityBy).toBe('stated')
  expect(risk.losses[0]!.load.mid).toBeCloseTo(80 / (4 * CAPACITY), 1)
  const one = playLoad(
    { ...five, perSecond: 80 },
    {
      statedCapacity: ({ loadBalancer, pool: name, server }) =>
        `${loadBalancer}/${name}/${server}` === 'lb1/app/web3' ? says : null,
    },
  )
  one.run(10_000)
  expect(one.risk()!.capacities.filter(({ source }) => source === 'stated')).toMatchObject([
    { server: 'web3', lowPerS: 23.5, highPerS: 24.9 },
  ])
})

test('a cascade: the risk is told before, the cascade when the second falls, and who began it', () => {
  const play = afterPeak(1.15)
  expect(play.of('cascade-risk')).toHaveLength(1)
  expect(play.of('cascade')).toHaveLength(0)
  play.member('web1').hung = true
  play.run(25_000)
  const [first, second] = play.evictions
  expect(first!.server).toBe('web1')
  const [found] = play.of('cascade')
  expect(found!.finding.severity).toBe('critical')
  expect(found!.finding.facts.startedBy).toBe('web1')
  expect(found!.firstAtMs - second!.atMs).toBeLessThan(2_500)
  expect(play.of('cascade-risk')[0]!.firstAtMs).toBeLessThan(first!.atMs)
})

test('one of five hangs and four can bear it: no word of a cascade', () => {
  for (const seed of [1, 2]) {
    const play = playLoad({ ...five, perSecond: 60, seed })
    play.run(20_000)
    play.member('web1').hung = true
    play.run(25_000)
    expect(play.evictions.map((one) => one.server)).toEqual(['web1'])
    expect(play.of('cascade')).toEqual([])
    expect(play.of('cascade-risk')).toEqual([])
  }
})

test('processes that die one after the other at low load are no cascade', () => {
  const play = playLoad({ ...five, perSecond: 30 })
  play.run(15_000)
  for (const name of ['web1', 'web2', 'web3']) {
    play.member(name).refuses = true
    play.run(7_000)
  }
  expect(play.evictions).toHaveLength(3)
  expect(play.of('cascade')).toEqual([])
  expect(play.of('cascade-risk')).toEqual([])
})

test('without traffic nothing is foretold, and the reason is named', () => {
  const play = playLoad({ ...five, perSecond: 0.2 })
  play.run(8_000)
  expect(play.risk()).toMatchObject({ tier: 'unknown', unknown: 'hardly any traffic', losses: [] })
})

test('a failing check: strikes left and the time to the eviction as a range, by the file’s settings', () => {
  const play = playLoad({ ...five, fall: 4, perSecond: 40 })
  const text = `backend app\n mode http\n option httpchk GET /health\n${[1, 2, 3, 4, 5].map((n) => ` server web${n} 10.0.0.${n}:80 check inter 1s fall 4 rise 2\n`).join('')}`
  play.pipeline.risks.configure('lb1', parseConfig([{ name: 'haproxy.cfg', text }]).settings)
  play.run(12_000)
  play.member('web2').hung = true
  for (let tries = 0; tries < 60 && play.risk()!.strikes[0]!.evictedInMs === null; tries++) play.run(100)
  const [strike] = play.risk()!.strikes
  expect(strike).toMatchObject({ server: 'web2', of: 4 })
  expect(strike!.left).toBeLessThan(4)
  const saidAtMs = play.risk()!.atMs
  const range = strike!.evictedInMs!
  play.run(12_000)
  const tookMs = play.evictions[0]!.atMs - saidAtMs
  expect(tookMs).toBeGreaterThanOrEqual(range.fromMs - 50)
  expect(tookMs).toBeLessThanOrEqual(range.toMs + 50)
  expect(play.risk()!.assumptions.join(' ')).toMatch(/haproxy\.cfg:\d/)
})

test('a simulation is asked for once, and its answer stands until something moves', () => {
  const jobs: string[] = []
  const play = afterPeak(0.95)
  const input = play.pipeline.risks.input('lb1/app', play.now())!
  const answer = forecastWhatIf(input, { ...NOTHING, lose: ['web1'] })
  expect(answer.ok && answer.forecast.simulation.ok).toBe(true)
  const asked = playLoad(
    { ...five, perSecond: 0.95 * 4 * CAPACITY * 0.4, seed: 2 },
    { simulate: (job) => jobs.push(job.pool) > 0 },
  )
  asked.run(5_000)
  asked.setRate(5 * CAPACITY * 1.02)
  asked.run(5_000)
  asked.setRate(0.95 * 4 * CAPACITY)
  asked.run(14_000)
  expect(jobs).toEqual(['lb1/app'])
})

test('what if: losses, drains, weights, load and settings change the answer, and what cannot be is refused', () => {
  const play = afterPeak(0.8)
  const input = play.pipeline.risks.input('lb1/app', play.now())!
  const ask = (change: Partial<PoolChange>) => {
    const answer = forecastWhatIf(input, { ...NOTHING, ...change })
    if (!answer.ok) throw new Error(answer.reason)
    return answer.forecast.then
  }
  const now = ask({})
  expect(ask({ lose: ['web1', 'web2'] }).losses[0]).toMatchObject({ k: 2, servers: ['web1', 'web2'] })
  expect(ask({ lose: ['web1', 'web2'] }).losses[0]!.load.mid).toBeGreaterThan(now.losses[0]!.load.mid)
  expect(ask({ drain: ['web3'] }).losses[0]!.load.mid).toBeCloseTo((now.losses[0]!.load.mid * 4) / 3, 1)
  expect(ask({ load: 1.5 }).requestsPerS).toBeCloseTo(now.requestsPerS * 1.5, 0)
  expect(ask({ load: 1.5 }).furtherEviction!.chance.mid).toBeGreaterThan(0.9)
  expect(ask({ weights: { web1: 3 } }).losses[0]!.hottest!.server).toBe('web1')
  expect(ask({ lose: ['web1', 'web2', 'web3', 'web4', 'web5'] })).toMatchObject({
    tier: 'critical',
    unknown: 'no server is left',
  })
  expect(forecastWhatIf(input, { ...NOTHING, lose: ['web9'] })).toMatchObject({ ok: false })
  expect(forecastWhatIf(input, { ...NOTHING, lose: ['web1'], drain: ['web1'] })).toMatchObject({ ok: false })
})
