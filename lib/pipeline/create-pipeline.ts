/** Runs the steps in their order: text → readings → events → state → verdicts → views, and hands out what came of it. */

import { attribute } from '../events/attribute.ts'
import { type Clock, observeClock } from '../events/clock.ts'
import { completeFrom } from '../events/complete-from.ts'
import { diffProcess } from '../events/diff-process.ts'
import { diffStats } from '../events/diff-stats.ts'
import { draftFromLog } from '../events/draft-from-log.ts'
import { type EventDraft, eventDraft } from '../events/event-draft.ts'
import type { LbEvent } from '../model/lb-event.ts'
import type { LoadBalancer } from '../model/load-balancer.ts'
import type { RawInput } from '../model/raw-input.ts'
import type { LogReading } from '../model/reading.ts'
import type { PoolSample } from '../model/server-sample.ts'
import type { ProcessReading, StatsReading } from '../model/stats-reading.ts'
import type { LogFormat } from '../sources/haproxy/log/compile-log-format.ts'
import { applyLog } from '../state/apply-log.ts'
import { applyProcess } from '../state/apply-process.ts'
import { applyServersState } from '../state/apply-servers-state.ts'
import { applyStats } from '../state/apply-stats.ts'
import { applyWorkers } from '../state/apply-workers.ts'
import type { Changes } from '../state/changes.ts'
import { createWorld } from '../state/create-world.ts'
import type { LiveSnapshot, LiveUpdate, SourceView } from '../views/live-view.ts'
import { createPicture } from './create-picture.ts'
import { freshnessOf } from './freshness.ts'
import { judgeLoadBalancer } from './judge-load-balancer.ts'
import { setLogRates } from './log-rates.ts'
import { readRaw, type Sent } from './read-raw.ts'
import { answerOfLastTime, withLaterEvents, withUnheard } from './since-last-time.ts'
import { createTeller } from './tell-changes.ts'
import { toSamples } from './to-samples.ts'

/** Load balancers at once; lines of further ones are refused with a reason. */
export const MAX_LOAD_BALANCERS = 100

export type PipelinePort = {
  saveEvent: (event: LbEvent) => void
  saveSample: (sample: PoolSample) => void
  reject: (source: string, reason: string, sample: string, count: number) => void
  /** A log line was understood. */
  read: (source: string, lagMs: number | null) => void
  clock: (source: string, offsetMs: number, errorMs: number) => void
  /** Load balancers that log lines may belong to: the configured ones. */
  loadBalancers: () => string[]
  beatMs: (loadBalancer: string) => number
  logFormat: (source: string) => LogFormat | null
}

export type Pipeline = ReturnType<typeof createPipeline>

export function createPipeline(port: PipelinePort) {
  const world = createWorld()
  const answers = new Map<string, StatsReading>()
  const processes = new Map<string, ProcessReading>()
  const clocks = new Map<string, Clock>()
  const freshness = (lb: LoadBalancer, nowMs: number) => freshnessOf(lb, nowMs, port.beatMs(lb.name))
  const picture = createPicture(world, freshness)
  const teller = createTeller((event) => {
    picture.tell(event)
    port.saveEvent(event)
  })
  let lastTime: LiveSnapshot | null = null
  let lastSecond = 0

  function judge(lb: LoadBalancer, nowMs: number) {
    const { drafts, changed } = judgeLoadBalancer(lb, { nowMs, ...freshness(lb, nowMs) })
    for (const id of changed) picture.touch(id)
    teller.take(drafts)
  }

  function touch(changes: Changes) {
    for (const id of changes.pools) picture.touch(id)
    for (const key of changes.servers) picture.touch(key.slice(0, key.lastIndexOf('/')))
  }

  function takeStats(reading: StatsReading) {
    const key = `${reading.loadBalancer} ${reading.worker ?? ''}`
    const before = answers.get(key) ?? answerOfLastTime(lastTime, reading)
    const whole = completeFrom(before, reading)
    answers.set(key, whole)
    const drafts = diffStats(before, whole)
    touch(applyStats(world, whole))
    teller.take(drafts)
    const lb = world.loadBalancers.get(reading.loadBalancer)!
    judge(lb, reading.atMs)
    picture.touchAll(lb)
  }

  function takeProcess(reading: ProcessReading) {
    const key = `${reading.loadBalancer} ${reading.worker ?? ''}`
    const drafts = diffProcess(processes.get(key) ?? null, reading)
    processes.set(key, reading)
    touch(applyProcess(world, reading))
    teller.take(drafts)
  }

  /** Those whose statistics a recording plays: its log lines belong to one of them. */
  function recorded(): string[] {
    const configured = new Set(port.loadBalancers())
    return [...world.loadBalancers.values()]
      .filter((lb) => lb.statsAtMs !== null && !configured.has(lb.name))
      .map((lb) => lb.name)
  }

  function whose(reading: LogReading): string | null {
    if (reading.loadBalancer) return reading.loadBalancer
    const names = reading.shifted ? recorded() : port.loadBalancers()
    if (names.length) return attribute(reading.record, world, names)
    const name = reading.record.host ?? reading.source
    const known = world.loadBalancers.has(name)
    return known || world.loadBalancers.size < MAX_LOAD_BALANCERS ? name : null
  }

  function observe(reading: LogReading, sent: Sent | null): Clock | null {
    const known = clocks.get(reading.source) ?? null
    if (!sent) return known
    const clock = observeClock(known, reading.atMs, sent.atMs, sent.precisionMs)
    clocks.set(reading.source, clock)
    port.clock(reading.source, clock.offsetMs, clock.errorMs)
    return clock
  }

  /** HAProxy's lines seldom say what a server was before; the world does, until the line is applied. */
  function knowingFrom(draft: EventDraft | null): EventDraft | null {
    if (draft?.kind !== 'server-state' || draft.from !== null) return draft
    const pool = world.loadBalancers.get(draft.loadBalancer)?.pools.get(draft.pool ?? '')
    const kind = pool?.servers.get(draft.server ?? '')?.claim.kind
    return kind && kind !== 'unknown' && kind !== draft.to ? { ...draft, from: kind } : draft
  }

  function takeLog(reading: LogReading, sent: Sent | null) {
    const name = whose(reading)
    if (!name) return port.reject(reading.source, 'unknown-load-balancer', reading.record.host ?? '', 1)
    const clock = reading.shifted ? null : observe(reading, sent)
    port.read(reading.source, sent && clock ? Math.max(0, reading.atMs - sent.atMs - clock.offsetMs) : null)
    const draft = knowingFrom(draftFromLog(reading, name, clock))
    const changes = applyLog(world, reading, name, clock)
    const told = teller.take([draft])
    if (!changes.servers.size && !changes.pools.size && !told) return
    touch(changes)
    judge(world.loadBalancers.get(name)!, reading.atMs)
  }

  return {
    take(raw: RawInput) {
      const { reading, rejects, sent } = readRaw(raw, port.logFormat(raw.source))
      for (const { reason, raw: text, count } of rejects) port.reject(raw.source, reason, text, count ?? 1)
      if (!reading) return
      switch (reading.kind) {
        case 'stats':
          return takeStats(reading)
        case 'process':
          return takeProcess(reading)
        case 'workers':
          return touch(applyWorkers(world, reading))
        case 'servers-state':
          return touch(applyServersState(world, reading))
        case 'log':
          return takeLog(reading, sent)
      }
    },
    /** Something that happened to a source of ours. */
    note(
      kind: 'source-lost' | 'source-recovered',
      loadBalancer: string,
      source: string,
      reason: string | null,
      atMs: number,
    ) {
      const told = { kind, loadBalancer, source, atMs, errorMs: 0, observedAtMs: atMs }
      const draft: EventDraft = eventDraft(told, { to: source, reason })
      teller.take([draft])
    },
    /** What happened before this process started. */
    seed(events: LbEvent[], snapshot: LiveSnapshot | null) {
      for (const event of [...events].reverse()) teller.recent.add(event)
      picture.seed(events, snapshot)
      lastTime = snapshot && withLaterEvents(snapshot, events)
    },
    forget(loadBalancer: string) {
      world.loadBalancers.delete(loadBalancer)
      for (const key of answers.keys()) if (key.startsWith(`${loadBalancer} `)) answers.delete(key)
      for (const key of processes.keys()) if (key.startsWith(`${loadBalancer} `)) processes.delete(key)
    },
    /** What browsers must be told now; call it after input, and once a second for what only time changes. */
    advance(nowMs: number, sources: SourceView[]): LiveUpdate | null {
      const second = Math.floor(nowMs / 1000)
      if (second === lastSecond) return picture.advance(nowMs, sources, null)
      lastSecond = second
      for (const lb of world.loadBalancers.values()) {
        if (lb.statsAtMs === null) for (const pool of lb.pools.values()) setLogRates(pool, nowMs)
        if (lb.statsAtMs === null) picture.touchAll(lb)
        judge(lb, nowMs)
      }
      const update = picture.advance(nowMs, sources, second)
      for (const sample of toSamples(picture.pools(), second)) port.saveSample(sample)
      return update
    },
    isTouched: picture.isTouched,
    pools: picture.pools,
    snapshot: picture.snapshot,
    keptPicture: () => withUnheard(picture.snapshot(), lastTime, port.loadBalancers()),
    world: () => world,
  }
}
