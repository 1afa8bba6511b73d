/** Whatever the hosts' clocks, the rhythm of their agents and the time their reports take: the same is found. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { playSite } from './play-site.ts'
import { cutLink, scriptedPair, takeOver, VIP } from './scripted-pair.ts'
import type { ScriptedHost } from './scripted-site.ts'

const rhythm = fc.record({
  skewMs: fc.integer({ min: -2_000, max: 2_000 }),
  phaseMs: fc.integer({ min: 0, max: 999 }),
  latencyMs: fc.integer({ min: 0, max: 150 }),
})
const rhythms = fc.record({ lb1: rhythm, lb2: rhythm, client1: rhythm, client2: rhythm, web1: rhythm })

function failover(given: Parameters<typeof scriptedPair>[0], agent: ScriptedHost['agent']) {
  const hosts = scriptedPair(given)
  const { lb1, lb2, client1, client2 } = hosts
  const played = playSite(Object.values(hosts))
  played.run(4_000)
  cutLink(lb1, played.now(), agent)
  played.run(3_200)
  const movedAtMs = played.now()
  takeOver(lb2, [client1, client2], movedAtMs)
  played.run(8_000)
  return { played, movedAtMs }
}

describe('a failover under any clocks', () => {
  it('gives the same findings, in one incident, in time', () => {
    fc.assert(
      fc.property(rhythms, fc.constantFrom('on', 'cut-off', 'frozen'), (given, agent) => {
        const { played, movedAtMs } = failover(given, agent)
        expect(played.kinds().filter((kind) => kind !== 'source-gap')).toEqual([
          'orphan-connections',
          'phantom-connections',
          'vip-failover',
        ])
        expect(played.of('vip-failover')).toHaveLength(1)
        expect(Math.abs(played.of('vip-failover')[0]!.startedAtMs - movedAtMs)).toBeLessThan(100)
        expect(played.firstOf('vip-failover')! - movedAtMs).toBeLessThanOrEqual(1_000)
        expect(played.firstOf('phantom-connections')! - movedAtMs).toBeLessThanOrEqual(3_000)
        expect(played.of('phantom-connections').map((one) => one.connectionsTotal)).toEqual([4])
        const causes = [...played.incidents.values()].map((one) => [
          one.rootCause.kind,
          one.rootCause.subject.id,
        ])
        expect(causes).toEqual([['vip-failover', VIP]])
      }),
      { numRuns: 30 },
    )
  })
})

describe('a quiet site under any clocks', () => {
  it('gives nothing at all', () => {
    fc.assert(
      fc.property(rhythms, (given) => {
        const played = playSite(Object.values(scriptedPair(given)))
        played.run(10_000)
        expect(played.kinds()).toEqual([])
        expect(played.events.filter((one) => one.kind !== 'host-agent')).toEqual([])
      }),
      { numRuns: 15 },
    )
  })
})

describe('a split under any clocks', () => {
  it('is told within two seconds and is the cause', () => {
    fc.assert(
      fc.property(rhythms, (given) => {
        const hosts = scriptedPair(given)
        const played = playSite(Object.values(hosts))
        played.run(4_000)
        const atMs = played.now()
        takeOver(hosts.lb2, [hosts.client1, hosts.client2], atMs)
        played.run(5_000)
        expect(played.firstOf('split-vip')! - atMs).toBeLessThanOrEqual(2_000)
        expect([...played.incidents.values()].map((one) => one.rootCause.kind)).toEqual(['split-vip'])
        expect(played.of('phantom-connections')).toEqual([])
      }),
      { numRuns: 20 },
    )
  })
})
