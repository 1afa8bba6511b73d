/** Which addresses move between hosts: those that VRRP names, that changed hands, or that a finding speaks of. */

import type { Finding } from '../model/finding.ts'
import type { Host } from '../model/host.ts'

/** Addresses on the screen at most; more are left out, the configured ones last. */
export const MAX_VIPS = 50

/** In order of address. `172.17.0.1` on every host's own bridge is not one: nobody reaches it from elsewhere. */
export function vipAddresses(hosts: readonly Host[], findings: readonly Finding[]): string[] {
  const configured = new Set<string>()
  const holders = new Map<string, number>()
  const believed = new Set<string>()
  const lost = new Set<string>()
  for (const host of hosts) {
    for (const { addresses } of host.vrrp) for (const address of addresses) configured.add(bare(address))
    for (const { address, scope } of host.addresses.values())
      if (scope === 'global' || scope === 'site') holders.set(address, (holders.get(address) ?? 0) + 1)
    for (const address of host.lost.keys()) lost.add(address)
    for (const { address, mac } of host.neighbours.values()) if (mac) believed.add(address)
  }
  const vips = new Set(configured)
  for (const { subjects } of findings) for (const { type, id } of subjects) if (type === 'vip') vips.add(id)
  for (const [address, count] of holders) {
    if (count > 1 && believed.has(address)) vips.add(address)
    if (lost.has(address) && hosts.some((host) => host.lost.has(address) && !host.addresses.has(address)))
      vips.add(address)
  }
  return [...vips].sort().slice(0, MAX_VIPS)
}

/** keepalived's configuration may carry a prefix length. */
const bare = (address: string) => address.split('/')[0]!
