import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import type { LbEvent } from '../model/lb-event.ts'
import type { RawInput } from '../model/raw-input.ts'
import type { PoolSample } from '../model/server-sample.ts'
import { patchLive } from '../views/live-patch.ts'
import type { LiveSnapshot } from '../views/live-view.ts'
import { createPipeline } from './create-pipeline.ts'
import { quietPort } from './quiet-port.ts'

type Entry = RawInput & { polygraphRecording?: number; startedAtMs: number }
const recording = new URL('../../recordings/failover.ndjson.gz', import.meta.url)
const entries = gunzipSync(readFileSync(recording))
  .toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Entry)
const raws = entries.slice(1)
const startMs = raws[0]!.atMs

/** Plays the shipped recording of a real HAProxy through the pipeline, second by second of its own time. */
function play(only: (raw: RawInput) => boolean) {
  const events = new Map<string, LbEvent>()
  const samples: PoolSample[] = []
  const rejects: string[] = []
  const pipeline = createPipeline(
    quietPort({
      saveEvent: (event) => events.set(event.id, event),
      saveSample: (sample) => samples.push(sample),
      reject: (source, reason) => rejects.push(`${source}: ${reason}`),
    }),
  )
  let browser: LiveSnapshot = pipeline.snapshot()
  const headlines: { atS: number; lead: string }[] = []
  const advance = (nowMs: number) => {
    const update = pipeline.advance(nowMs, [])
    if (!update) return
    const patched = patchLive(browser, update)
    expect(patched.ok).toBe(true)
    if (patched.ok) browser = patched.snapshot
    const lead = browser.headline.lead
    if (headlines.at(-1)?.lead !== lead) headlines.push({ atS: (nowMs - startMs) / 1000, lead })
  }
  let second = Math.floor(startMs / 1000)
  for (const raw of raws.filter(only)) {
    while (raw.atMs >= (second + 1) * 1000) advance(++second * 1000 + 2)
    pipeline.take(raw)
    if (pipeline.isTouched()) advance(raw.atMs + 1)
  }
  return { events: [...events.values()], samples, rejects, browser, pipeline, headlines }
}

const states = (events: LbEvent[]) =>
  events
    .filter((event) => event.kind === 'server-state' && event.atMs < startMs + 73_000)
    .sort((a, b) => a.atMs - b.atMs)
    .map((event) => `${event.server} ${event.to}`)

const STORY = ['web3 going-down', 'web3 down', 'web4 drain', 'web3 up', 'web4 up', 'api1 maint', 'api1 up']

describe('a recorded failover', () => {
  let both: ReturnType<typeof play>
  beforeAll(() => {
    both = play(() => true)
  })

  test('is told once, though polls and the log both tell of it', () => {
    expect(states(both.events)).toEqual(STORY)
    expect(both.rejects).toEqual([])
    const down = both.events.find((event) => event.server === 'web3' && event.to === 'down')
    expect(down?.seenBy.length).toBe(2)
    expect(down?.text).toContain('Connection refused')
    expect(down?.errorMs).toBeLessThanOrEqual(500)
    const maint = both.events.find((event) => event.server === 'api1' && event.to === 'maint')
    expect(maint?.from).toBe('up')
  })

  test('is told the same by polls alone, and by the log alone without the failing checks', () => {
    expect(states(play((raw) => raw.kind !== 'log').events)).toEqual(STORY)
    expect(states(play((raw) => raw.kind === 'log').events)).toEqual(
      STORY.filter((one) => !one.includes('going-down')),
    )
  })

  test('names the lie within 5 s of the first failure and takes it back once mended', () => {
    const verdicts = both.events.filter((event) => event.kind === 'verdict')
    expect(verdicts.map((event) => [event.server, event.to])).toEqual([
      ['web2', 'lying'],
      ['web2', 'agrees'],
    ])
    const firstFailure = raws.find(
      (raw) => raw.kind === 'log' && raw.text.includes('/web2 ') && / 500 /.test(raw.text),
    )
    expect(verdicts[0]!.atMs - firstFailure!.atMs).toBeLessThanOrEqual(5000)
  })

  test('makes a browser that only ever heard updates hold the same picture as the server', () => {
    const { strips: shownStrips, ...shown } = both.browser
    const { strips, ...truth } = both.pipeline.snapshot()
    // How long a check took is not sent for its own sake.
    const untimed = (pools: LiveSnapshot['pools']) =>
      pools.map((pool) => ({
        ...pool,
        servers: pool.servers.map((one) => ({
          ...one,
          lastCheck: one.lastCheck?.replace(/ in \d+ ms$/, ''),
        })),
      }))
    expect(untimed(shown.pools)).toEqual(untimed(truth.pools))
    expect(shown.events).toEqual(truth.events)
    expect(shown.headline).toEqual(truth.headline)
    for (const [id, strip] of Object.entries(strips)) expect(shownStrips[id]).toEqual(strip)
  })

  test('never shows a spike or a negative rate, over the reload too', () => {
    const rates = both.samples.flatMap((sample) =>
      [sample.total, ...sample.servers.values()].map((one) => one.requestRate ?? 0),
    )
    expect(Math.min(...rates)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...rates)).toBeLessThan(60)
    expect(both.events.filter((event) => event.kind === 'process-started')).toHaveLength(1)
  })

  test('has a headline for each part of the story', () => {
    const leads = both.headlines.map(({ lead }) => lead)
    expect(leads).toContain('app/web2 is lying.')
    expect(leads.at(-1)).toBe('Every claim agrees with its traffic.')
  })
})

test('silence greys what is shown: nothing stays known', () => {
  const { pipeline } = play((raw) => raw.atMs < startMs + 5000)
  pipeline.advance(startMs + 60_000, [])
  expect(pipeline.pools().map((pool) => pool.fresh)).toEqual([false, false, false])
  expect(pipeline.snapshot().headline.tone).toBe('unknown')
  const kinds = pipeline.pools().flatMap((pool) => pool.servers.map((server) => server.verdict.kind))
  expect(new Set(kinds)).toEqual(new Set(['unknown']))
})

test('a browser that comes before the first reading finds the tape from before', () => {
  const { events, pipeline } = play(() => true)
  const again = play(() => false).pipeline
  again.seed(events, pipeline.snapshot())
  expect(again.snapshot().events.map((event) => event.id)).toEqual(events.map((event) => event.id))
  expect(again.snapshot().seq).toBe(pipeline.snapshot().seq)
})

test('what changed while nobody watched is told at the first answer', () => {
  const until = startMs + 30_000
  const before = play((raw) => raw.atMs < until).pipeline.snapshot()
  const events: LbEvent[] = []
  const again = createPipeline(quietPort({ saveEvent: (event) => events.push(event) }))
  again.seed([], before)
  for (const raw of raws.filter(
    (one) => one.kind !== 'log' && one.atMs > startMs + 42_000 && one.atMs < startMs + 44_000,
  ))
    again.take(raw)
  expect(
    events.filter((event) => event.kind === 'server-state').map((event) => `${event.server} ${event.to}`),
  ).toContain('web4 drain')
})
