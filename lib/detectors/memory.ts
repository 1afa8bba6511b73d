/** What detectors must remember between two looks at the world; it is made once and passed in. */

import type { HostChanged } from '../model/host-changes.ts'
import type { Vip, VipHolding } from '../model/vip.ts'

/** A change of MAC in one neighbour's table. */
export type Flip = { host: string; atMs: number; errorMs: number; from: string; to: string }

/** What happened at a host lately that may be the reason of something: links, processes, VRRP. */
export type Happening = Extract<HostChanged, { what: 'link' | 'process' | 'vrrp' }>

/** A socket whose other end is missing where it should be. */
export type Suspect = {
  host: string
  key: string
  /** Host whose table lacks the other end. */
  at: string
  /** First and newest look of that host that lacked it. */
  firstLookMs: number
  lastLookMs: number
  /** Found so before a restart of the dashboard. */
  known: boolean
}

export type Memory = {
  /** Every address that can move, by address; only some of them are VIPs. */
  vips: Map<string, Vip>
  /** Those of them that are VIPs, by the last look at the world. */
  known: Set<string>
  flips: Map<string, Flip[]>
  happenings: Map<string, Happening[]>
  /** When a host spoke again after a silence, by the times of its reports. */
  resumedAtMs: Map<string, number>
  lastReportMs: Map<string, number>
  /** How late a host's reports have come lately. */
  lagMs: Map<string, number>
  suspects: Map<string, Suspect>
  /** The newest look of each host that others' tables were compared with. */
  compared: Map<string, number>
  /** First look that saw a socket retransmit, by `host key`. */
  stuckSeen: Map<string, number>
  /** Since when an old worker has been seen, by `host pid`. */
  workers: Map<string, number>
  /** When this dashboard began to listen, and its own pauses: silence then is its own. */
  listeningSinceMs: number | null
  lastNowMs: number
}

export const createMemory = (): Memory => ({
  vips: new Map(),
  known: new Set(),
  flips: new Map(),
  happenings: new Map(),
  resumedAtMs: new Map(),
  lastReportMs: new Map(),
  lagMs: new Map(),
  suspects: new Map(),
  compared: new Map(),
  stuckSeen: new Map(),
  workers: new Map(),
  listeningSinceMs: null,
  lastNowMs: 0,
})

export const vipsIn = (memory: Memory): Vip[] =>
  [...memory.known].flatMap((address) => memory.vips.get(address) ?? [])

/** Read back from JSON: moves name the very holdings that are listed. */
export function withOneHolding(vip: Vip): Vip {
  const same = (a: VipHolding) =>
    vip.holdings.find((one) => one.host === a.host && one.mac === a.mac && one.fromMs === a.fromMs) ?? a
  return { ...vip, moves: vip.moves.map((move) => ({ ...move, from: same(move.from), to: same(move.to) })) }
}

/** A host that is no longer there on purpose: what it held it holds no more. */
export function forgetHost(memory: Memory, name: string): void {
  for (const [address, vip] of memory.vips) {
    vip.holdings = vip.holdings.filter((one) => one.host !== name)
    vip.moves = vip.moves.filter((move) => move.from.host !== name && move.to.host !== name)
    if (vip.holdings.length === 0 && vip.moves.length === 0) memory.vips.delete(address)
  }
  memory.happenings.delete(name)
  memory.resumedAtMs.delete(name)
  memory.lastReportMs.delete(name)
  memory.lagMs.delete(name)
  for (const [id, suspect] of memory.suspects)
    if (suspect.host === name || suspect.at === name) memory.suspects.delete(id)
}
