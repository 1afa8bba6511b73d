/** Addresses of a host: what it holds since when, and what it held before. */

import { plainAddress } from '../model/endpoint.ts'
import type { Host, Since } from '../model/host.ts'
import type { AddressReading, HostReport } from '../model/host-report.ts'
import type { Taking } from './taking.ts'

/** Addresses of one host, and those remembered as lost. */
export const MAX_ADDRESSES = 1_000
export const MAX_LOST = 200

const isLoopback = (host: Host, link: string) => host.links.get(link)?.loopback ?? link === 'lo'

function hold(host: Host, reading: AddressReading, since: Since, taking: Taking) {
  const address = plainAddress(reading.address)
  const before = host.addresses.get(address)
  if (before === undefined && host.addresses.size >= MAX_ADDRESSES) return
  // The same address may stand on the loopback too: the link that others can reach counts.
  if (before !== undefined && before.link !== reading.link && isLoopback(host, reading.link)) return
  const same = before !== undefined && before.link === reading.link && before.usable === reading.usable
  const kept = same ? { sinceMs: before.sinceMs, errorMs: before.errorMs } : since
  host.addresses.set(address, { ...reading, address, ...kept })
  if (same || !reading.usable) return
  host.lost.delete(address)
  taking.add({
    what: 'address',
    atMs: since.sinceMs,
    errorMs: since.errorMs,
    address,
    link: reading.link,
    held: true,
    first: taking.first,
  })
}

function lose(host: Host, address: string, link: string | null, since: Since, taking: Taking) {
  const before = host.addresses.get(address)
  if (before === undefined || (link !== null && before.link !== link)) return
  host.addresses.delete(address)
  if (!before.usable) return
  host.lost.delete(address)
  host.lost.set(address, since)
  if (host.lost.size > MAX_LOST) host.lost.delete(host.lost.keys().next().value!)
  const { sinceMs: atMs, errorMs } = since
  taking.add({ what: 'address', atMs, errorMs, address, link: before.link, held: false, first: false })
}

export function applyAddresses(host: Host, report: HostReport, taking: Taking): void {
  for (const change of report.changes ?? []) {
    if (change.what !== 'address') continue
    const since = taking.announced(change.atMs)
    const gone = change.from !== null && change.to?.address !== change.from.address ? change.from : null
    if (gone !== null) lose(host, plainAddress(gone.address), gone.link, since, taking)
    if (change.to !== null) hold(host, change.to, since, taking)
  }
  if (report.addresses === undefined) return
  const now = new Map<string, AddressReading>()
  for (const reading of report.addresses) {
    const address = plainAddress(reading.address)
    const other = now.get(address)
    if (other === undefined || isLoopback(host, other.link)) now.set(address, reading)
  }
  const since = taking.between()
  for (const address of [...host.addresses.keys()])
    if (!now.has(address)) lose(host, address, null, since, taking)
  for (const reading of now.values()) hold(host, reading, since, taking)
}
