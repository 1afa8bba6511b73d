/** Pools of five, checked each second with fall 2, of which some hang for a while: what the what-if says of it. */

import { expect, test } from 'vitest'
import { forecastCascade } from '../risk/forecast-cascade.ts'
import { createRandom } from '../risk/random.ts'
import { parseConfig } from '../sources/haproxy/config/parse-config.ts'
import { forecastWhatIf, type PoolChange } from './forecast-what-if.ts'
import { playLoad } from './scripted-load.ts'

const CAPACITY = 24.2
const NOTHING: PoolChange = {
  ...{ lose: [], drain: [], stall: {}, weights: {}, load: 1, interMs: null, fastInterMs: null },
  ...{ fall: null, rise: null, timeoutCheckMs: null },
}

/** `share`: of what four can carry. */
function poolAt(share: number, check = 'option httpchk GET /health') {
  const perSecond = share * 4 * CAPACITY
  const play = playLoad({
    ...{ servers: 5, slots: 2, serviceMs: 80, interMs: 1000, fall: 2, seed: 2 },
    perSecond: perSecond * 0.4,
  })
  const lines = [1, 2, 3, 4, 5].map((n) => ` server web${n} 10.0.0.${n}:80 check inter 1s fall 2 rise 2\n`)
  const text = `backend app\n mode http\n ${check}\n${lines.join('')}`
  play.pipeline.risks.configure('lb1', parseConfig([{ name: 'haproxy.cfg', text }]).settings)
  play.run(5_000)
  play.setRate(5 * CAPACITY * 1.02)
  play.run(5_000)
  play.setRate(perSecond)
  play.run(14_000)
  const input = play.pipeline.risks.input('lb1/app', play.now())!
  return (change: Partial<PoolChange>) => {
    const answer = forecastWhatIf(input, { ...NOTHING, ...change })
    if (!answer.ok) throw new Error(answer.reason)
    return answer.forecast
  }
}

const nearEdge = poolAt(1.15)

test('with hardly any load a hang is noticed after 3 to 4 s: shorter never evicts, longer always', () => {
  const of = (ms: number, fall: number | null = null) =>
    nearEdge({ stall: { web1: ms }, load: 0.001, fall }).stalls[0]!
  expect(of(2_500)).toMatchObject({ evicted: { low: 0, mid: 0, high: 0 }, awayMs: null })
  expect(of(3_500).evicted.mid).toBeCloseTo(0.5, 2)
  const long = of(5_000)
  expect(long).toMatchObject({ server: 'web1', forMs: 5_000, evicted: { low: 1, mid: 1, high: 1 } })
  expect(long.evicts!.shortestMs).toBeCloseTo(3_000, -2)
  expect(long.evicts!.alwaysMs).toBeCloseTo(4_000, -2)
  expect(long.awayMs!.fromMs).toBe(2_000)
  expect(long.awayMs!.toMs).toBeCloseTo(4_000, -2)
  expect(of(3_500, 4).evicted.high).toBe(0)
})

test('under load what piles up makes checks wait after the stall: a shorter one evicts', () => {
  const { evicts } = nearEdge({ stall: { web1: 2_000 } }).stalls[0]!
  expect(evicts!.shortestMs).toBeGreaterThan(1_000)
  expect(evicts!.shortestMs).toBeLessThan(1_500)
})

test('what the others get is told as it is while it is out, and nothing changes where it stays in', () => {
  const out = nearEdge({ stall: { web1: 5_000 } })
  const lost = nearEdge({ lose: ['web1'] })
  expect(out.then.losses[0]).toEqual(lost.then.losses[0])
  const stays = nearEdge({ stall: { web1: 1_000 } })
  expect(stays.then.losses).toEqual(stays.now.losses)
  expect(stays.then.assumptions[0]).toBe(
    'web1 hangs for 1 s and then goes on: stalls under about 1.1 s do not evict it under this load, requests to it wait',
  )
})

test('it returns: a short absence makes another fall less often than a loss for good, a long one as often', () => {
  const chance = (change: Partial<PoolChange>) => nearEdge(change).then.furtherEviction!.chance
  const lost = chance({ lose: ['web1'] })
  expect(lost.mid).toBeGreaterThan(0.9)
  expect(chance({ stall: { web1: 4_500 } }).mid).toBeLessThan(0.7 * lost.mid)
  expect(chance({ stall: { web1: 300_000 } }).mid).toBeCloseTo(lost.mid, 2)
  expect(chance({ stall: { web1: 3_500 } }).high).toBeLessThanOrEqual(chance({ stall: { web1: 5_000 } }).high)
  expect(chance({ lose: ['web2'], stall: { web1: 5_000 } }).mid).toBeGreaterThanOrEqual(lost.mid)
})

test.each([
  [0.1, 2_500],
  [0.1, 3_400],
  [0.1, 5_000],
  [0.5, 1_800],
  [0.5, 2_400],
  [0.5, 3_500],
  [0.8, 1_900],
  [0.8, 3_000],
])('at %d of its load the simulation agrees on whether a stall of %d ms evicts', (load, ms) => {
  const { simulation, stalls } = nearEdge({ stall: { web1: ms }, load })
  if (!simulation.ok) throw new Error(simulation.reason)
  const { question } = simulation
  const begun = forecastCascade(question.model, question.band, 60, createRandom(3))
  if (!begun.ok) throw new Error(begun.reason)
  let simulated = 0
  for (const { forecast } of begun.steps) simulated = forecast?.chanceFaulty ?? 0
  const { low, high } = stalls[0]!.evicted
  expect(simulated).toBeGreaterThanOrEqual(low - 0.2)
  expect(simulated).toBeLessThanOrEqual(high + 0.2)
})

test('a bare connect does not notice: the kernel accepts', () => {
  const { stalls, then } = poolAt(0.6, 'balance roundrobin')({ stall: { web1: 60_000 } })
  expect(stalls[0]).toMatchObject({ evicted: { high: 0 }, evicts: null, awayMs: null })
  expect(then.assumptions[0]).toContain('its check does not notice')
})

test('one server is not lost and stalled at once, and one that is not there is refused', () => {
  expect(() => nearEdge({ lose: ['web1'], stall: { web1: 2_000 } })).toThrow('web1 is both lost and stalled')
  expect(() => nearEdge({ stall: { web9: 2_000 } })).toThrow('there is no server web9 in lb1/app')
})
