/** Which channels there is anything to draw for, and how many hosts held the address. */

import type { NetworkSecond } from '#lib/views/network-view'
import type { Channel } from './strip-layout.ts'

export const POOL_CHANNELS: readonly Channel[] = ['claim', 'traffic', 'sessions']
export const NETWORK_CHANNELS: readonly Channel[] = ['address', 'arp', 'tcp', 'terminal']

/** `pool`: true where a pool is drawn, even before its first second. */
export function knownChannels(pool: boolean, network: readonly NetworkSecond[]): Channel[] {
  const held = network.some((each) => each.owners.length > 0)
  const arp = network.some((each) => each.neighbourChanges > 0 || each.disagree > 0)
  const tcp = network.some((each) => Object.values(each.tcp).some((count) => count > 0))
  const terminals = network.some((each) => each.terminals.open > 0 || each.terminals.stalled > 0)
  return [
    ...(pool ? POOL_CHANNELS : []),
    ...(held ? (['address'] as const) : []),
    // Silence of ARP says something once it is known who holds the address.
    ...(held || arp ? (['arp'] as const) : []),
    ...(tcp ? (['tcp'] as const) : []),
    ...(terminals ? (['terminal'] as const) : []),
  ]
}

/** Hosts that held the address, in order of their first second: a lane each, the first on top. */
export function ownersOf(network: readonly NetworkSecond[]): string[] {
  const owners = new Set<string>()
  for (const each of network) for (const owner of each.owners) owners.add(owner)
  return [...owners]
}

export type OwnerRun = { owner: string; from: number; to: number; shared: boolean }

/** Seconds in which one host held the address without a gap, alone or with others; `to` is the first one after. */
export function ownerRuns(network: readonly NetworkSecond[]): OwnerRun[] {
  const runs: OwnerRun[] = []
  const open = new Map<string, OwnerRun>()
  for (const { second, owners } of network) {
    const shared = owners.length > 1
    for (const owner of owners) {
      const run = open.get(owner)
      if (run && run.to === second && run.shared === shared) run.to = second + 1
      else {
        const next = { owner, from: second, to: second + 1, shared }
        open.set(owner, next)
        runs.push(next)
      }
    }
  }
  return runs
}
