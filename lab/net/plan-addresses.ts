/** Gives each host of a plan its addresses: on the network it serves, and on the one that agents report over. */

import type { SitePlan } from '../scenarios/site-schema.ts'

export type HostAddresses = { data: string; management: string; prefixLength: number }

const FIRST = { 'load-balancer': 11, server: 31, client: 51, bastion: 71, database: 81 } as const
export const MANAGEMENT = { prefix: '198.18.0', prefixLength: 24, desk: '198.18.0.1' } as const

export const isIpv6 = (address: string) => address.includes(':')
/** `10.0.0.1:80`, `[fd00::1]:80`. */
export const joinPort = (address: string, port: number) =>
  isIpv6(address) ? `[${address}]:${port}` : `${address}:${port}`

export function prefixLengthOf(plan: Pick<SitePlan, 'network'>): number {
  return Number(plan.network.split('/')[1] ?? 24)
}

const FIRST_OF_MORE = 151

/** The further addresses of a client of an IPv4 network; clients share the range in their order. */
export function moreAddresses(plan: Pick<SitePlan, 'network' | 'hosts'>, host: string): string[] {
  const base = plan.network.split('/')[0]!.split('.').slice(0, 3).join('.')
  let first = FIRST_OF_MORE
  for (const [name, { moreAddresses: count }] of Object.entries(plan.hosts)) {
    if (name === host) return Array.from({ length: count }, (_, n) => `${base}.${first + n}`)
    first += count
  }
  return []
}

export function planAddresses(plan: Pick<SitePlan, 'network' | 'hosts'>): Map<string, HostAddresses> {
  const [base = ''] = plan.network.split('/')
  const at = (n: number) =>
    isIpv6(base) ? `${base.replace(/::.*$/, '')}::${n}` : `${base.split('.').slice(0, 3).join('.')}.${n}`
  const taken = new Set(Object.values(plan.hosts).map((host) => host.address))
  const next = { ...FIRST } as Record<keyof typeof FIRST, number>
  const found = new Map<string, HostAddresses>()
  for (const [n, [name, host]] of Object.entries(plan.hosts).entries()) {
    let data = host.address
    while (data === undefined || (data !== host.address && taken.has(data))) data = at(next[host.role]++)
    found.set(name, {
      data,
      management: `${MANAGEMENT.prefix}.${n + 11}`,
      prefixLength: prefixLengthOf(plan),
    })
  }
  return found
}
