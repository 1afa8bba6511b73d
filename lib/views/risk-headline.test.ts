import { describe, expect, test } from 'vitest'
import type { Drain } from '../model/drain.ts'
import type { PoolRisk } from '../model/pool-risk.ts'
import type { PoolView, ServerView } from './live-view.ts'
import type { IncidentView } from './network-view.ts'
import { drainHeadline, riskHeadline } from './risk-headline.ts'
import { toHeadline } from './to-headline.ts'

const server = (name: string, verdict: 'agrees' | 'lying' = 'agrees') =>
  ({
    ...{ name, claim: { status: 'UP', kind: 'up' }, lastCheck: null },
    ...{
      verdict: { kind: verdict, reason: verdict === 'lying' ? '38 % failing' : '', rule: '', sinceMs: 0 },
    },
  }) as ServerView
const pool = (part: Partial<PoolView> = {}): PoolView => ({
  ...{ id: 'lb1/app', loadBalancer: 'lb1', name: 'app', mode: 'http', status: 'UP', fresh: true },
  ...{ numbers: [1, 90, 0, 0, 5], servers: [server('web1'), server('web2')] },
  ...part,
})
const risk = (low: number, high: number, part: Partial<PoolRisk> = {}) =>
  ({
    tier: 'critical',
    losses: [{ k: 1, servers: ['web1'], load: { low, mid: low, high }, hottest: null }],
    furtherEviction: { withinMs: 60_000, chance: { low: 0.4, mid: 0.6, high: 0.8 }, runs: 200 },
    ...part,
  }) as PoolRisk

describe('a pool that would not survive a loss', () => {
  test('is the headline, with its band, where nothing is broken yet', () => {
    expect(toHeadline([pool({ risk: risk(1.04, 1.31) })], [])).toMatchObject({
      tone: 'problem',
      lead: 'app does not survive the loss of a server.',
      rest: ' Losing one server puts 104–131 % of what they can serve on the others; 40–80 % chance of a further eviction.',
    })
  })
  test('is told as no more than a chance where the band begins below full', () => {
    expect(riskHeadline([pool({ risk: risk(0.9, 1.2) })], '')?.lead).toBe(
      'app may not survive the loss of a server.',
    )
  })
  test('is no headline below critical, when stale, or when it has one server only', () => {
    expect(riskHeadline([pool({ risk: risk(0.9, 0.99, { tier: 'warn' }) })], '')).toBeNull()
    expect(riskHeadline([pool({ risk: risk(1, 2), fresh: false })], '')).toBeNull()
    expect(riskHeadline([pool({ risk: risk(1, 2), servers: [server('web1')] })], '')).toBeNull()
  })
})

test('a drain whose deadline cuts sessions says how many, as a band', () => {
  const drain = {
    ...{
      pool: 'app',
      server: 'web2',
      endedAtMs: null,
      sessionsLeft: 14,
      deadlineFrom: 'hard-stop-after 30s',
    },
    forecast: { openAtDeadline: { low: 3.2, mid: 6, high: 8.6 } },
  } as Drain
  expect(drainHeadline([pool({ drains: [drain] })], '')).toMatchObject({
    lead: 'The drain of app/web2 will cut 3 to 9 sessions.',
    rest: ' 14 are left; hard-stop-after 30s ends them.',
  })
  expect(drainHeadline([pool({ drains: [{ ...drain, endedAtMs: 5 }] })], '')).toBeNull()
  expect(
    drainHeadline(
      [
        pool({
          drains: [
            { ...drain, forecast: { ...drain.forecast!, openAtDeadline: { low: 0.2, mid: 1, high: 3 } } },
          ],
        }),
      ],
      '',
    ),
  ).toBeNull()
})

test('a server that lies is named with HAProxy’s own word, also when it is an incident already', () => {
  const incident = {
    ...{ id: 'i', kind: 'lying-health-check', severity: 'warning', endedAtMs: null, startedAtMs: 0 },
    ...{ title: 'HAProxy calls app/web2 UP while 38 % of its requests fail', confidence: 0.9 },
    findings: [{ kind: 'lying-health-check', text: 'it lies', endedAtMs: null }],
    ...{
      rootCause: { kind: 'lying-health-check', reason: 'its check asks the port only' },
      subjects: [],
      detectedAtMs: 0,
    },
  } as unknown as IncidentView
  const network = { hosts: [], vips: [], incidents: [incident] }
  const lying = pool({ servers: [server('web1'), server('web2', 'lying')] })
  expect(toHeadline([lying], [], network)).toMatchObject({ tone: 'lie', lead: 'app/web2 is lying.' })
  expect(toHeadline([pool()], [], network).lead).toContain('HAProxy calls app/web2 UP')
  const over = { ...incident, findings: [{ ...incident.findings[0]!, endedAtMs: 9 }] }
  expect(toHeadline([pool()], [], { ...network, incidents: [over] })).toMatchObject({ tone: 'calm' })
})
