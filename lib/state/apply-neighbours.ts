/** A host's neighbour table (ARP, NDP): whose MAC it takes for an address, since when, and what it took before. */

import { plainAddress } from '../model/endpoint.ts'
import type { Host, KnownNeighbour, Since } from '../model/host.ts'
import type { HostReport, NeighbourReading } from '../model/host-report.ts'
import type { Taking } from './taking.ts'

/** Entries of one host; earlier MACs of one entry. */
export const MAX_NEIGHBOURS = 2_000
export const MAX_MACS = 16

export const neighbourKey = (link: string, address: string) => `${link} ${address}`

/** The newest MAC that it had, also where it has none now. */
export function lastMac(entry: KnownNeighbour): string | null {
  return entry.mac ?? entry.macs.findLast((one) => one.mac !== null)?.mac ?? null
}

function makeRoom(host: Host) {
  if (host.neighbours.size < MAX_NEIGHBOURS) return
  for (const [key, entry] of host.neighbours) {
    if (entry.mac !== null) continue
    host.neighbours.delete(key)
    return
  }
  host.neighbours.delete(host.neighbours.keys().next().value!)
}

function put(host: Host, reading: NeighbourReading, since: Since, taking: Taking) {
  const address = plainAddress(reading.address)
  const mac = reading.mac?.toLowerCase() ?? null
  const key = neighbourKey(reading.link, address)
  const before = host.neighbours.get(key)
  if (before === undefined) {
    makeRoom(host)
    host.neighbours.set(key, { ...reading, address, mac, macSince: since, macs: [] })
    return
  }
  if (before.mac === mac) {
    before.state = reading.state
    return
  }
  const macs =
    before.mac === null ? before.macs : [...before.macs, { mac: before.mac, untilMs: since.sinceMs }]
  host.neighbours.set(key, { ...reading, address, mac, macSince: since, macs: macs.slice(-MAX_MACS) })
  const from = lastMac(before)
  if (mac === null || from === mac) return
  taking.add({
    what: 'neighbour',
    atMs: since.sinceMs,
    errorMs: since.errorMs,
    address,
    link: reading.link,
    from,
    to: mac,
    state: reading.state,
  })
}

/** The entry is kept without its MAC: the next one shows whether it changed. */
function drop(host: Host, link: string, address: string, since: Since, taking: Taking) {
  const before = host.neighbours.get(neighbourKey(link, address))
  if (before !== undefined) put(host, { address, link, mac: null, state: 'incomplete' }, since, taking)
}

export function applyNeighbours(host: Host, report: HostReport, taking: Taking): void {
  for (const change of report.changes ?? []) {
    if (change.what !== 'neighbour') continue
    const since = taking.announced(change.atMs)
    if (change.to !== null) put(host, change.to, since, taking)
    else if (change.from !== null)
      drop(host, change.from.link, plainAddress(change.from.address), since, taking)
  }
  if (report.neighbours === undefined) return
  const since = taking.between()
  const now = new Set(report.neighbours.map((one) => neighbourKey(one.link, plainAddress(one.address))))
  for (const [key, entry] of [...host.neighbours])
    if (!now.has(key) && entry.mac !== null) drop(host, entry.link, entry.address, since, taking)
  for (const reading of report.neighbours) put(host, reading, since, taking)
}
