/** Joins what host agents report and what pools do: state, events, detectors and incidents, in that order. */

import { detectAll } from '../detectors/detect-all.ts'
import { createMemory, forgetHost, type Happening, vipsIn, withOneHolding } from '../detectors/memory.ts'
import { detectPools } from '../detectors/pools/detect-pools.ts'
import { createPoolMemory } from '../detectors/pools/pool-memory.ts'
import { seedSuspects } from '../detectors/seed-suspects.ts'
import { createTracker, seedTracker, type Tracking, trackFindings } from '../detectors/track-findings.ts'
import { hostOfMac, watch } from '../detectors/watch-vips.ts'
import { diffHost } from '../events/diff-host.ts'
import { draftFromFinding } from '../events/draft-from-finding.ts'
import type { EventDraft } from '../events/event-draft.ts'
import {
  advanceIncidents,
  createIncidents,
  listIncidents,
  seedIncidents,
} from '../incidents/advance-incidents.ts'
import { type Handled, handleIncident } from '../incidents/handle-incident.ts'
import { type Finding, isOfPool } from '../model/finding.ts'
import type { HostChanges } from '../model/host-changes.ts'
import type { HostReport } from '../model/host-report.ts'
import type { Incident, Mark } from '../model/incident.ts'
import type { IncidentCommand } from '../model/incident-act.ts'
import type { World } from '../model/load-balancer.ts'
import type { Vip } from '../model/vip.ts'
import { applyHost, wantsSockets } from '../state/apply-host.ts'
import { forgetSilent } from '../state/forget-silent.ts'
import { type KeptHost, keepHost, restoreHost } from '../state/keep-host.ts'

export type WitnessesPort = {
  /** Events to merge, keep and show: what changed at hosts, findings that opened or ended. */
  tell: (drafts: EventDraft[]) => void
  /** Incidents that are new or changed, each whole: save and show them. */
  save: (incidents: Incident[]) => void
  /** An incident that proved to be part of another one: forget it. */
  drop: (id: string, into: string) => void
  /** A person had closed it, and something new of it was found. */
  reopened: (id: string) => void
  /** How often a load balancer's statistics are asked for, ms. */
  beatMs: (loadBalancer: string) => number
}

/** Plain JSON: what is worth keeping over a restart of the dashboard. */
export type KeptWitnesses = {
  version: 1
  atMs: number
  hosts: KeptHost[]
  vips: Vip[]
  /** What happened at hosts lately that may be the reason of a move; absent in what older versions kept. */
  happenings?: [host: string, Happening[]][]
}

export type Witnesses = {
  /** Reports of one host come in the order of `seq`; a report taken before changes nothing. */
  take(report: HostReport, arrivedAtMs: number): HostChanges
  /** Runs detectors; call it after input and at least each 250 ms. */
  advance(nowMs: number): void
  /** Before the first `take`: open and lately ended incidents from the store, and what `kept()` gave. */
  seed(before: { incidents: Incident[]; kept: KeptWitnesses | null }): void
  /** Open ones first, then the lately ended, newest first. */
  incidents(): Incident[]
  /** What a person does about one. Of `known`, what is no longer in memory is taken back into it. */
  handle(id: string, command: IncidentCommand, mark: Mark, known: Incident[]): Handled
  /** Open findings, of all incidents. */
  findings(): Finding[]
  /** Addresses that move, as now known. */
  vips(): Vip[]
  /** True where the next look of this host should be sent whole (`HostAck.wantsSockets`). */
  wantsSockets(host: string): boolean
  kept(nowMs: number): KeptWitnesses
  /** The host is no longer there on purpose: a recording that ended. */
  forget(host: string): void
}

export function createWitnesses(world: World, port: WitnessesPort): Witnesses {
  const memory = createMemory()
  const tracker = createTracker()
  const poolMemory = createPoolMemory()
  const poolTracker = createTracker()
  const incidents = createIncidents()
  let seeded: Incident[] = []

  const nameOf = (mac: string) => hostOfMac(world, mac)?.host ?? null

  /** Only now is it known what time it is. */
  function takeSeeds(nowMs: number) {
    if (seeded.length === 0) return
    const findings = seeded.flatMap((incident) => incident.findings)
    const ofNetwork = findings.filter((one) => !isOfPool(one))
    seedTracker(tracker, ofNetwork, nowMs)
    seedTracker(poolTracker, findings.filter(isOfPool), nowMs)
    seedSuspects(memory, ofNetwork)
    seeded = []
  }

  function tellOf(tracked: Tracking[], nowMs: number) {
    const opened = tracked.flatMap((one) => one.opened)
    const changed = tracked.flatMap((one) => one.changed)
    const ended = tracked.flatMap((one) => one.ended)
    const told = [
      ...opened.map((finding) => draftFromFinding(finding, 'opened', nowMs)),
      ...ended.map((finding) => draftFromFinding(finding, 'ended', nowMs)),
    ]
    if (told.length > 0) port.tell(told)
    const advanced = advanceIncidents(incidents, [...opened, ...changed, ...ended], nowMs)
    for (const { id, into } of advanced.dropped) port.drop(id, into)
    for (const id of advanced.reopened) port.reopened(id)
    if (advanced.changed.length > 0) port.save(advanced.changed)
  }

  return {
    take(report, arrivedAtMs) {
      const changes = applyHost(world, report, arrivedAtMs)
      if (changes.refused !== null) return changes
      watch(memory, world, changes)
      const drafts = diffHost(changes, nameOf)
      if (drafts.length > 0) port.tell(drafts)
      return changes
    },
    advance(nowMs) {
      takeSeeds(nowMs)
      forgetSilent(world, nowMs)
      const drafts = detectAll(world, memory, nowMs, port.beatMs)
      const pools = detectPools(world, poolMemory, nowMs, port.beatMs)
      tellOf(
        [
          trackFindings(tracker, drafts, nowMs),
          ...(pools === null ? [] : [trackFindings(poolTracker, pools, nowMs)]),
        ],
        nowMs,
      )
    },
    seed({ incidents: before, kept }) {
      seeded = before
      seedIncidents(incidents, before)
      for (const host of kept?.hosts ?? []) world.hosts.set(host.name, restoreHost(host))
      for (const vip of kept?.vips ?? []) memory.vips.set(vip.address, withOneHolding(vip))
      for (const [host, happened] of kept?.happenings ?? []) memory.happenings.set(host, happened)
    },
    incidents: () => listIncidents(incidents),
    handle(id, command, mark, known) {
      seedIncidents(
        incidents,
        known.filter((one) => !incidents.cases.has(one.id)),
      )
      const handled = handleIncident(incidents, id, command, mark)
      if (handled.ok && handled.changed.length > 0) port.save(handled.changed)
      return handled
    },
    findings: () => [...tracker.open.values(), ...poolTracker.open.values()].map((one) => one.finding),
    vips: () => vipsIn(memory),
    wantsSockets(name) {
      const host = world.hosts.get(name)
      return host === undefined || wantsSockets(host)
    },
    kept: (nowMs) => ({
      version: 1,
      atMs: nowMs,
      hosts: [...world.hosts.values()].map(keepHost),
      vips: [...memory.vips.values()],
      happenings: [...memory.happenings],
    }),
    forget(name) {
      world.hosts.delete(name)
      forgetHost(memory, name)
    },
  }
}
