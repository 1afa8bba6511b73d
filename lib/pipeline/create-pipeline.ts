/** Runs the steps in their order: text → readings → events → state → verdicts → views, and hands out what came of it. */

import { completeFrom } from '../events/complete-from.ts'
import { diffProcess } from '../events/diff-process.ts'
import { diffStats } from '../events/diff-stats.ts'
import { type EventDraft, eventDraft } from '../events/event-draft.ts'
import type { HostReport } from '../model/host-report.ts'
import type { Incident } from '../model/incident.ts'
import type { LbEvent } from '../model/lb-event.ts'
import type { LoadBalancer } from '../model/load-balancer.ts'
import type { RawInput } from '../model/raw-input.ts'
import type { PoolSample } from '../model/server-sample.ts'
import type { ProcessReading, StatsReading } from '../model/stats-reading.ts'
import type { LogFormat } from '../sources/haproxy/log/compile-log-format.ts'
import { applyProcess } from '../state/apply-process.ts'
import { applyReplication } from '../state/apply-replication.ts'
import { applyStats } from '../state/apply-stats.ts'
import { applyTold } from '../state/apply-told.ts'
import type { Changes } from '../state/changes.ts'
import { createWorld } from '../state/create-world.ts'
import type { LiveSnapshot, LiveUpdate, SourceView } from '../views/live-view.ts'
import type { NetworkSecond } from '../views/network-view.ts'
import { createPicture } from './create-picture.ts'
import { createDrains, type KeptDrains } from './drains.ts'
import { freshnessOf } from './freshness.ts'
import { judgeLoadBalancer } from './judge-load-balancer.ts'
import { setLogRates } from './log-rates.ts'
import { createNetworkPicture } from './network-picture.ts'
import { type RawRead, readRaw } from './read-raw.ts'
import { createRisks, type RisksPort } from './risks.ts'
import { answerOfLastTime, withLaterEvents, withUnheard } from './since-last-time.ts'
import { createTakeLog } from './take-log.ts'
import { createTeller } from './tell-changes.ts'
import { toSamples } from './to-samples.ts'
import { createWitnesses, type KeptWitnesses } from './witnesses.ts'

export type PipelinePort = {
  saveEvent: (event: LbEvent) => void
  saveSample: (sample: PoolSample) => void
  saveIncident: (incident: Incident) => void
  /** It proved to be part of another. */
  dropIncident: (id: string, into: string) => void
  /** A person had closed it, and something new of it was found. */
  reopenedIncident: (id: string) => void
  saveNetwork: (vip: string, second: NetworkSecond) => void
  /** An agent's report was taken. */
  heard: (source: string, report: HostReport, arrivedAtMs: number) => void
  reject: (source: string, reason: string, sample: string, count: number) => void
  /** A log line was understood, or `count` of them. */
  read: (source: string, lagMs: number | null, count?: number) => void
  clock: (source: string, offsetMs: number, errorMs: number) => void
  /** Load balancers that log lines may belong to: the configured ones. */
  loadBalancers: () => string[]
  beatMs: (loadBalancer: string) => number
  logFormat: (source: string) => LogFormat | null
} & RisksPort

type Turn = 'source-lost' | 'source-recovered'
export type Pipeline = ReturnType<typeof createPipeline>

export function createPipeline(port: PipelinePort) {
  const world = createWorld()
  const answers = new Map<string, StatsReading>()
  const processes = new Map<string, ProcessReading>()
  const freshness = (lb: LoadBalancer, nowMs: number) => freshnessOf(lb, nowMs, port.beatMs(lb.name))
  const teller = createTeller((event) => {
    picture.tell(event)
    port.saveEvent(event)
  })
  const witnesses = createWitnesses(world, {
    tell: (drafts) => teller.take(drafts),
    save(incidents) {
      network.touch()
      for (const incident of incidents) port.saveIncident(incident)
    },
    drop(id, into) {
      network.touch()
      port.dropIncident(id, into)
    },
    reopened: port.reopenedIncident,
    beatMs: port.beatMs,
  })
  const network = createNetworkPicture(world, witnesses)
  const picture = createPicture(world, network, freshness)
  const drains = createDrains(world, (pool) => picture.touch(pool))
  const risks = createRisks(world, (pool) => picture.touch(pool), port)
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

  const log = createTakeLog(world, {
    ...{ port, drains, risks, touch, judge },
    tell: (draft) => teller.take([draft]),
  })

  function takeStats(reading: StatsReading) {
    const key = `${reading.loadBalancer} ${reading.worker ?? ''}`
    const before = answers.get(key) ?? answerOfLastTime(lastTime, reading)
    const whole = completeFrom(before, reading)
    answers.set(key, whole)
    const drafts = diffStats(before, whole)
    touch(applyStats(world, whole))
    teller.take(drafts)
    const lb = world.loadBalancers.get(reading.loadBalancer)!
    risks.polled(lb, reading.atMs)
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

  function takeHost(report: HostReport, { source, atMs }: RawInput) {
    const { touched, refused } = witnesses.take(report, atMs)
    if (touched) network.touch()
    if (refused) port.reject(source, refused, report.host, 1)
    else port.heard(source, report, atMs)
    witnesses.advance(atMs)
  }

  const pipeline = {
    take: (raw: RawInput) => pipeline.takeRead(raw, readRaw(raw, port.logFormat(raw.source))),
    takeLines: log.takeLines,
    /** The same where it was read before; `raw.atMs` is then the reading's own. */
    takeRead(raw: RawInput, { reading, rejects, sent }: RawRead) {
      for (const { reason, raw: text, count } of rejects) port.reject(raw.source, reason, text, count ?? 1)
      if (!reading) return
      switch (reading.kind) {
        case 'stats':
          return takeStats(reading)
        case 'process':
          return takeProcess(reading)
        case 'sessions':
          return drains.takeSessions(reading)
        case 'grace-period':
          if (!drains.announce(reading)) port.reject(raw.source, 'unknown-server', raw.text.slice(0, 200), 1)
          return
        case 'probe':
        case 'workers':
        case 'servers-state':
        case 'stick-table':
          return touch(applyTold(world, reading))
        case 'replication':
          if (applyReplication(world, reading)) return
          return port.reject(raw.source, 'too-many-members', reading.member, 1)
        case 'log':
          return log.take(reading, sent)
        case 'host':
          return takeHost(reading, raw)
      }
    },
    /** Something that happened to a source of ours. */
    note(kind: Turn, loadBalancer: string, source: string, reason: string | null, atMs: number) {
      const told = { kind, loadBalancer, source, atMs, errorMs: 0, observedAtMs: atMs }
      const draft: EventDraft = eventDraft(told, { to: source, reason })
      teller.take([draft])
    },
    /** What happened before this process started. */
    seed(
      events: LbEvent[],
      snapshot: LiveSnapshot | null,
      hosts: { incidents: Incident[]; kept: KeptWitnesses | null } = { incidents: [], kept: null },
      keptDrains: KeptDrains | null = null,
    ) {
      if (keptDrains) drains.seed(keptDrains)
      for (const event of [...events].reverse()) teller.recent.add(event)
      picture.seed(events, snapshot)
      witnesses.seed(hosts)
      lastTime = snapshot && withLaterEvents(snapshot, events)
    },
    /** Runs what waits for time alone; call it every quarter of a second. */
    watch(nowMs: number) {
      drains.advance(nowMs)
      risks.advance(nowMs)
      witnesses.advance(nowMs)
    },
    drains,
    risks,
    witnesses,
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
      for (const [vip, one] of update?.networkStrips ?? []) port.saveNetwork(vip, one)
      for (const sample of toSamples(picture.pools(), second)) port.saveSample(sample)
      return update
    },
    isTouched: picture.isTouched,
    pools: picture.pools,
    snapshot: picture.snapshot,
    keptPicture: () => withUnheard(picture.snapshot(), lastTime, port.loadBalancers()),
    world: () => world,
  }
  return pipeline
}
