/** Joins what host agents report: state, events, detectors and incidents, in that order. */

import type { EventDraft } from '../events/event-draft.ts'
import type { Finding } from '../model/finding.ts'
import type { HostChanges } from '../model/host-changes.ts'
import type { HostReport } from '../model/host-report.ts'
import type { Incident } from '../model/incident.ts'
import type { World } from '../model/load-balancer.ts'
import type { Vip } from '../model/vip.ts'

export type WitnessesPort = {
  /** Events to merge, keep and show: what changed at hosts, findings that opened or ended. */
  tell: (drafts: EventDraft[]) => void
  /** Incidents that are new or changed, each whole: save and show them. */
  save: (incidents: Incident[]) => void
  /** An incident that proved to be part of another one: forget it. */
  drop: (id: string, into: string) => void
  /** How often a load balancer's statistics are asked for, ms. */
  beatMs: (loadBalancer: string) => number
}

/** Plain JSON: what is worth keeping over a restart of the dashboard. */
export type KeptWitnesses = { version: 1; atMs: number; hosts: unknown[]; vips: Vip[] }

export type Witnesses = {
  /** Reports of one host come in the order of `seq`; a report taken before changes nothing. */
  take(report: HostReport, arrivedAtMs: number): HostChanges
  /** Runs detectors; call it after input and at least each 250 ms. */
  advance(nowMs: number): void
  /** Before the first `take`: open and lately ended incidents from the store, and what `kept()` gave. */
  seed(before: { incidents: Incident[]; kept: KeptWitnesses | null }): void
  /** Open ones first, then the lately ended, newest first. */
  incidents(): Incident[]
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
