import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type EventDraft, eventDraft } from './event-draft.ts'
import { recentEvents } from './recent-events.ts'

function told(
  source: string,
  to: string,
  atMs: number,
  errorMs = 0,
  more: Partial<EventDraft> = {},
): EventDraft {
  const head = {
    kind: more.kind ?? 'server-state',
    loadBalancer: 'lb',
    source,
    atMs,
    errorMs,
    observedAtMs: atMs,
  }
  return eventDraft(head as never, { pool: 'app', server: 'web2', to, ...more })
}

function feed(drafts: readonly EventDraft[]) {
  const recent = recentEvents()
  for (const draft of drafts) recent.merge(draft)
  return recent.all()
}

test('two syslog targets, the ring and the poll tell of one change: one event, seen by all', () => {
  const why = { reason: 'Layer7 wrong status', code: 503, info: 'Service Unavailable' }
  const events = feed([
    told('poll', 'down', 9_500, 500, { from: 'up' }),
    told('udp', 'down', 9_800, 1, why),
    told('udp', 'down', 9_800, 1, why),
    told('ring', 'down', 9_801, 0, why),
  ])
  expect(events).toHaveLength(1)
  expect(events[0]).toMatchObject({
    atMs: 9_801,
    errorMs: 0,
    from: 'up',
    code: 503,
    seenBy: ['poll', 'udp', 'ring'],
  })
  expect(events[0]!.text).toBe('app/web2 went DOWN: Layer7 wrong status 503 "Service Unavailable"')
})

test('a flap is three events, also within one second of a source that dates to the second', () => {
  expect(feed([told('log', 'down', 0), told('log', 'up', 1_000), told('log', 'down', 2_000)])).toHaveLength(3)
  const quick = [told('log', 'down', 5, 5), told('log', 'up', 400, 400), told('log', 'down', 900, 900)]
  expect(feed(quick)).toHaveLength(3)
  expect(feed([...quick, ...quick])).toHaveLength(3)
})

test('other servers, other load balancers and other outcomes stay apart', () => {
  const drafts = [
    told('log', 'down', 0),
    told('log', 'maint', 0),
    told('log', 'down', 0, 0, { server: 'web3' }),
    { ...told('log', 'down', 0), loadBalancer: 'lb2' },
  ]
  expect(feed(drafts)).toHaveLength(4)
})

describe('health checks', () => {
  const check = (to: string, atMs: number, from = 'failed') =>
    told('log', to, atMs, 1, { kind: 'health-check', from, reason: 'Layer4 timeout', checkDurationMs: 7 })

  test('a state line without a reason takes the words of the check before it', () => {
    const events = feed([check('DOWN', 100), told('log', 'down', 101, 1)])
    expect(events[1]).toMatchObject({ kind: 'server-state', reason: 'Layer4 timeout', checkDurationMs: 7 })
  })

  test('not of a check long before, not of one that passed, not where a person did it', () => {
    const reason = (...drafts: EventDraft[]) => feed(drafts).at(-1)!.reason
    expect(reason(check('DOWN', 100), told('log', 'down', 9_000, 1))).toBeNull()
    expect(reason(check('UP', 100, 'passed'), told('log', 'down', 101, 1))).toBeNull()
    expect(reason(check('DOWN', 100), told('log', 'down', 101, 1, { changedFrom: 'CLI' }))).toBeNull()
  })

  test('what a poll calls going down is the check that the log tells of', () => {
    const poll = told('poll', 'going-down', 200, 500)
    for (const drafts of [
      [poll, check('UP 2/3', 100), check('UP 1/3', 400)],
      [check('UP 2/3', 100), check('UP 1/3', 400), poll],
      [check('UP 1/3', 400), poll, check('UP 2/3', 100)],
    ]) {
      expect(feed(drafts)).toHaveLength(2)
    }
  })
})

test('memory is bounded, in all and for one subject', () => {
  const recent = recentEvents(100)
  for (let at = 0; at < 500; at++)
    recent.merge(told('log', 'down', at * 5_000, 0, { server: `s${at % 200}` }))
  expect(recent.all()).toHaveLength(100)
  for (let at = 0; at < 500; at++) recent.merge(told('log', at % 2 ? 'up' : 'down', 1e9 + at * 5_000))
  expect(recent.of({ loadBalancer: 'lb', pool: 'app', server: 'web2' })).toHaveLength(64)
})

/** Changes of one server 3 s apart, each told by some sources with some error. */
const tellings = fc
  .array(
    fc.record({
      exact: fc.boolean(),
      second: fc.boolean(),
      poll: fc.boolean(),
      jitter: fc.integer({ min: 0, max: 200 }),
      server: fc.constantFrom('web1', 'web2'),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((changes) =>
    changes.map(({ exact, second, poll, jitter, server }, index) => {
      const atMs = 1_000_000 + index * 3_000 + jitter
      const to = index % 2 ? 'up' : 'down'
      const drafts: EventDraft[] = [told('ring', to, atMs, 0, { server })]
      if (exact) drafts.push(told('udp', to, atMs + 3, 5, { server }))
      if (second) drafts.push(told('file', to, Math.floor(atMs / 1000) * 1000 + 500, 500, { server }))
      if (poll) drafts.push(told('poll', to, atMs + 300, 500, { server }))
      return drafts
    }),
  )

test('the order of arrival does not change the number of events', () => {
  fc.assert(
    fc.property(
      tellings.chain((changes) =>
        fc.tuple(
          fc.constant(changes),
          fc.shuffledSubarray(changes.flat(), { minLength: changes.flat().length }),
        ),
      ),
      ([changes, shuffled]) => {
        expect(feed(shuffled)).toHaveLength(changes.length)
      },
    ),
  )
})

test('told twice adds nothing', () => {
  fc.assert(
    fc.property(tellings, (changes) => {
      const recent = recentEvents()
      for (const draft of changes.flat()) recent.merge(draft)
      const once = recent.all()
      for (const draft of changes.flat())
        expect(recent.merge(draft)).toMatchObject({ isNew: false, changed: false })
      expect(recent.all()).toEqual(once)
    }),
  )
})

test('ids are the same for the same readings and never two of one', () => {
  fc.assert(
    fc.property(tellings, (changes) => {
      const ids = feed(changes.flat()).map((event) => event.id)
      expect(feed(changes.flat()).map((event) => event.id)).toEqual(ids)
      expect(new Set(ids).size).toBe(ids.length)
    }),
  )
})
