/** What screens draw of hosts, addresses, incidents and the network's channels. */

import type { FindingKind, Severity, Subject } from '../model/finding.ts'
import type { Handling, RootCause } from '../model/incident.ts'

export type HostView = {
  name: string
  /** False when its agent has been silent for longer than it may. */
  fresh: boolean
  lastReportAtMs: number
  clockOffsetMs: number
  clockErrorMs: number
  kernel: string | null
  agentVersion: string | null
  lacks: { what: string; why: string }[]
  links: { name: string; mac: string | null; up: boolean; carrier: boolean | null }[]
  addresses: { address: string; link: string; sinceMs: number }[]
  vrrp: { instance: string; state: string; priority: number | null }[]
  tcp: TcpCounts
  /** 1: every socket is looked at. */
  sampled: number
  terminals: { open: number; stalled: number }
}

export type TcpCounts = {
  established: number
  retransmitting: number
  phantom: number
  blackholed: number
  orphaned: number
}

/** An address that moves between hosts: who holds it, and who believes what. */
export type VipView = {
  address: string
  owners: {
    host: string
    link: string
    mac: string | null
    sinceMs: number
    errorMs: number
    fresh: boolean
  }[]
  formerOwner: { host: string; untilMs: number; errorMs: number } | null
  /** Hosts with an entry for it; `means` is the host whose MAC that is. */
  believers: {
    host: string
    mac: string | null
    means: string | null
    state: string
    agrees: boolean
    sinceMs: number
  }[]
  moves: number
  /** `lying`: somebody believes otherwise, or two hold it. */
  verdict: 'agrees' | 'lying' | 'unknown'
  reason: string
}

export type FindingView = {
  id: string
  kind: FindingKind
  severity: Severity
  confidence: number
  text: string
  subjects: Subject[]
  startedAtMs: number
  startedErrorMs: number
  detectedAtMs: number
  endedAtMs: number | null
  connectionsTotal: number
  kernelNotice: string | null
}

export type IncidentView = {
  id: string
  kind: FindingKind
  title: string
  severity: Severity
  confidence: number
  startedAtMs: number
  detectedAtMs: number
  endedAtMs: number | null
  rootCause: Omit<RootCause, 'against'>
  subjects: Subject[]
  /** Root first. */
  findings: FindingView[]
  /** What people did about it; absent: nothing. */
  handling?: Handling
}

/** One second of one address (or of all hosts together) on the strip chart. */
export type NetworkSecond = {
  second: number
  /** Hosts that hold the address; empty for all hosts together. */
  owners: string[]
  /** MACs that changed in neighbours' tables during this second. */
  neighbourChanges: number
  /** Hosts that believe the owner is another. */
  disagree: number
  tcp: TcpCounts
  terminals: { open: number; stalled: number }
}

/** Incidents in a live snapshot: all open ones, then the newest ended. */
export const LIVE_INCIDENTS = 20
/** Strips by VIP; this key is all hosts together. */
export const ALL_HOSTS = ''
