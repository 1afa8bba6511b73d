/** An address that moves between hosts: who holds it, who believes otherwise, and the sentence that says so. */

import type { Finding } from '../model/finding.ts'
import type { Host } from '../model/host.ts'
import type { VipView } from './network-view.ts'
import { vipAddresses } from './vip-addresses.ts'

type Owner = VipView['owners'][number]
type Believer = VipView['believers'][number]

const BELIEVERS_SHOWN = 100
const NAMED = 3

export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, NAMED)
  const more = names.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '')
}

function ownersOf(address: string, hosts: readonly Host[], isFresh: (host: Host) => boolean): Owner[] {
  const owners: Owner[] = []
  for (const host of hosts) {
    const held = host.addresses.get(address)
    if (!held?.usable) continue
    const link = host.links.get(held.link)
    // An address on a dead link serves nobody: its host holds it in name only.
    if (link && (!link.up || link.carrier === false)) continue
    const { sinceMs, errorMs } = held
    owners.push({
      host: host.name,
      link: held.link,
      mac: link?.mac ?? null,
      sinceMs,
      errorMs,
      fresh: isFresh(host),
    })
  }
  return owners.sort((a, b) => Number(b.fresh) - Number(a.fresh) || b.sinceMs - a.sinceMs)
}

/** Which host a MAC is; where several share one (a virtual MAC), the one that holds the address. */
function hostOfMac(mac: string, hosts: readonly Host[], owners: readonly Owner[]): string | null {
  const having = hosts.filter((host) => [...host.links.values()].some((link) => link.mac === mac))
  const owner = having.find((host) => owners.some((each) => each.fresh && each.host === host.name))
  return (owner ?? having[0])?.name ?? null
}

function believersOf(address: string, hosts: readonly Host[], owners: readonly Owner[]): Believer[] {
  const live = owners.filter((owner) => owner.fresh)
  const movedAtMs = Math.max(0, ...live.map(({ sinceMs, errorMs }) => sinceMs + errorMs))
  const believers: Believer[] = []
  for (const host of hosts) {
    if (live.some((owner) => owner.host === host.name)) continue
    // What a host said before the address moved is no word on who holds it now.
    if (host.reportAtMs + host.clock.errorMs < movedAtMs) continue
    for (const { address: about, mac, state, macSince } of host.neighbours.values()) {
      if (about !== address || mac === null) continue
      const means = hostOfMac(mac, hosts, owners)
      const agrees = live.length === 0 || live.some((owner) => owner.mac === mac || owner.host === means)
      believers.push({ host: host.name, mac, means, state, agrees, sinceMs: macSince.sinceMs })
    }
  }
  return believers
    .sort((a, b) => Number(a.agrees) - Number(b.agrees) || a.host.localeCompare(b.host))
    .slice(0, BELIEVERS_SHOWN)
}

function formerOf(address: string, hosts: readonly Host[], owners: readonly Owner[]): VipView['formerOwner'] {
  const [owner] = owners
  const silent = owner?.fresh ? owners.find((each) => !each.fresh) : undefined
  if (owner && silent) return { host: silent.host, untilMs: owner.sinceMs, errorMs: owner.errorMs }
  let newest: VipView['formerOwner'] = null
  for (const host of hosts) {
    const lost = host.lost.get(address)
    if (!lost || owners.some((each) => each.host === host.name)) continue
    if (!newest || lost.sinceMs > newest.untilMs)
      newest = { host: host.name, untilMs: lost.sinceMs, errorMs: lost.errorMs }
  }
  return newest
}

function judge(
  owners: readonly Owner[],
  believers: readonly Believer[],
): Pick<VipView, 'verdict' | 'reason'> {
  const live = owners.filter((owner) => owner.fresh).map((owner) => owner.host)
  if (live.length > 1)
    return {
      verdict: 'lying',
      reason: `${listNames(live)} ${live.length === 2 ? 'both' : 'all'} hold it.`,
    }
  const [holder] = live
  if (!holder)
    return owners.length
      ? {
          verdict: 'unknown',
          reason: `${listNames(owners.map((owner) => owner.host))} held it when last heard.`,
        }
      : { verdict: 'unknown', reason: 'No host with an agent holds it.' }
  const others = believers.filter((each) => !each.agrees)
  if (others.length) {
    const names = [...new Set(others.map((each) => each.host))]
    const meant = [...new Set(others.map((each) => each.means ?? each.mac ?? 'an unknown MAC'))]
    const verb = names.length === 1 ? 'sends' : 'send'
    return {
      verdict: 'lying',
      reason: `${holder} holds it; ${listNames(names)} still ${verb} to ${listNames(meant)}.`,
    }
  }
  const agreeing = new Set(believers.map((each) => each.host)).size
  if (agreeing === 0)
    return { verdict: 'agrees', reason: `${holder} holds it; no other host has an entry for it.` }
  return {
    verdict: 'agrees',
    reason: `${holder} holds it; ${agreeing === 1 ? 'the one neighbour agrees' : `${agreeing} neighbours agree`}.`,
  }
}

/** How often it is known to have moved: the most changes that one neighbour saw, or the hosts that lost it. */
function movesOf(address: string, hosts: readonly Host[]): number {
  let seen = 0
  let lost = 0
  for (const host of hosts) {
    if (host.lost.has(address)) lost++
    for (const neighbour of host.neighbours.values())
      if (neighbour.address === address)
        seen = Math.max(seen, neighbour.macs.filter((each) => each.mac !== null).length)
  }
  return Math.max(seen, lost)
}

export function toVipView(
  address: string,
  hosts: readonly Host[],
  isFresh: (host: Host) => boolean,
): VipView {
  const owners = ownersOf(address, hosts, isFresh)
  const believers = believersOf(address, hosts, owners)
  return {
    address,
    owners,
    formerOwner: formerOf(address, hosts, owners),
    believers,
    moves: movesOf(address, hosts),
    ...judge(owners, believers),
  }
}

/** Every address that moves, lying ones first. `findings`: at least the open ones. */
export function toVipViews(
  hosts: Iterable<Host>,
  findings: readonly Finding[],
  isFresh: (host: Host) => boolean,
): VipView[] {
  const all = [...hosts]
  const views = vipAddresses(all, findings).map((address) => toVipView(address, all, isFresh))
  const rank = { lying: 0, unknown: 1, agrees: 2 }
  return views.sort((a, b) => rank[a.verdict] - rank[b.verdict])
}
