import { describe, expect, test } from 'vitest'
import type { ClaimKind } from '../model/claim.ts'
import type { VerdictKind } from '../model/verdict.ts'
import type { PoolView, ServerView, SourceView } from './live-view.ts'
import { toHeadline } from './to-headline.ts'

function server(
  name: string,
  kind: ClaimKind,
  verdict: VerdictKind = 'agrees',
  more: Partial<ServerView> = {},
): ServerView {
  return {
    name,
    address: null,
    backup: false,
    claim: { status: kind.toUpperCase(), kind },
    claimSinceMs: 0,
    verdict: { kind: verdict, reason: '38 % failing', rule: 'r', sinceMs: 0 },
    weight: 1,
    strikes: null,
    checkProves: '',
    lastCheck: null,
    numbers: [0, 10, 0, 0, 1],
    ...more,
  }
}
const pool = (name: string, servers: ServerView[], fresh = true): PoolView => ({
  id: `lb1/${name}`,
  loadBalancer: 'lb1',
  name,
  mode: 'http',
  status: 'UP',
  fresh,
  numbers: [0, 20, 1, 0, 1],
  servers,
})
const source = (state: SourceView['state'], more: Partial<SourceView> = {}): SourceView => ({
  name: 'lb1',
  kind: 'haproxy-socket',
  address: '',
  loadBalancer: 'lb1',
  state,
  lastReadingAtMs: 0,
  lagMs: 0,
  readings: 1,
  rejects: {},
  rejectSamples: {},
  losses: {},
  lastError: null,
  retryAtMs: null,
  clockOffsetMs: null,
  clockErrorMs: null,
  fresh: state === 'live',
  ...more,
})
const calm = [server('web1', 'up'), server('web2', 'up')]

describe('the first line says', () => {
  test('a lie before anything else, with both words', () => {
    const pools = [pool('app', [server('web1', 'down'), server('web2', 'up', 'lying')])]
    expect(toHeadline(pools, [source('live')])).toMatchObject({
      tone: 'lie',
      lead: 'app/web2 is lying.',
      rest: ' HAProxy says UP; its traffic says 38 % failing.',
    })
  })

  test('a pool without servers before a single server down', () => {
    const pools = [
      pool('api', [server('a', 'down'), server('b', 'maint')]),
      pool('app', [server('c', 'down'), ...calm]),
    ]
    expect(toHeadline(pools, [source('live')])).toMatchObject({
      tone: 'problem',
      lead: 'api has no server left.',
    })
  })

  test('a pool that is DOWN while its only server says UP', () => {
    const weightless = { ...pool('app', [server('web1', 'up')]), status: 'DOWN' }
    expect(toHeadline([weightless], [source('live')]).lead).toBe('app has no server left.')
  })

  test('who is down, by name and then by number', () => {
    const downs = ['a', 'b', 'c', 'd', 'e'].map((name) => server(name, 'down'))
    const pools = [pool('app', [...downs, ...calm])]
    expect(toHeadline(pools, [source('live')]).lead).toBe('app/a, app/b, app/c and 2 more are down.')
  })

  test('a failing check, but not a server that is proving itself', () => {
    const failing = server('web1', 'going-down', 'agrees', { lastCheck: 'L7STS 503 in 1 ms' })
    const proving = server('web1', 'going-down', 'agrees', { lastCheck: 'L7OK 200 in 1 ms' })
    expect(toHeadline([pool('app', [failing, ...calm])], []).lead).toBe('app/web1 is failing checks.')
    expect(toHeadline([pool('app', [proving, ...calm])], []).tone).toBe('calm')
  })

  test('that nothing answers, instead of the last green', () => {
    const lost = source('lost', { lastError: 'refuses connections' })
    expect(toHeadline([pool('app', calm, false)], [lost])).toMatchObject({
      tone: 'unknown',
      lead: 'No load balancer answers.',
      detail: expect.stringContaining('refuses connections'),
    })
  })

  test('calm, with what it rests on', () => {
    expect(toHeadline([pool('app', calm)], [source('live')])).toEqual({
      tone: 'calm',
      lead: 'Every claim agrees with its traffic.',
      rest: '',
      detail: '2 servers in 1 pool · 20 requests/s, 5.0 % failing',
    })
  })

  test('that nothing is connected, or that nothing has been said', () => {
    expect(toHeadline([], []).lead).toBe('No load balancer is connected.')
    expect(toHeadline([], [source('waiting', { readings: 0 })]).lead).toBe('Nothing has been said yet.')
  })
})
