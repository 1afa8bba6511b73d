/** Links of a host: up, down or without carrier, and since when. */

import type { Host, Since } from '../model/host.ts'
import type { HostReport, LinkReading } from '../model/host-report.ts'
import type { Taking } from './taking.ts'

export const MAX_LINKS = 500

export type LinkWord = 'up' | 'down' | 'no-carrier' | 'absent'

export function linkWord(link: Pick<LinkReading, 'up' | 'carrier'> | null | undefined): LinkWord {
  if (!link) return 'absent'
  if (!link.up) return 'down'
  return link.carrier === false ? 'no-carrier' : 'up'
}

function put(host: Host, name: string, link: LinkReading | null, since: Since, taking: Taking) {
  const before = host.links.get(name)
  const [from, to] = [linkWord(before), linkWord(link)]
  if (link === null) host.links.delete(name)
  else if (before !== undefined || host.links.size < MAX_LINKS) {
    const kept = from === to && before ? { sinceMs: before.sinceMs, errorMs: before.errorMs } : since
    host.links.set(name, { ...link, mac: link.mac?.toLowerCase() ?? null, ...kept })
  }
  if (from === to || taking.first) return
  taking.add({ what: 'link', atMs: since.sinceMs, errorMs: since.errorMs, link: name, from, to })
}

export function applyLinks(host: Host, report: HostReport, taking: Taking): void {
  for (const change of report.changes ?? []) {
    if (change.what !== 'link') continue
    const since = taking.announced(change.atMs)
    if (change.from !== null && change.to !== null && change.to.name !== change.from.name)
      put(host, change.from.name, null, since, taking)
    const name = (change.to ?? change.from)?.name
    if (name !== undefined) put(host, name, change.to, since, taking)
  }
  if (report.links === undefined) return
  const since = taking.between()
  const now = new Set(report.links.map((link) => link.name))
  for (const name of [...host.links.keys()]) if (!now.has(name)) put(host, name, null, since, taking)
  for (const link of report.links) put(host, link.name, link, since, taking)
}
