/** The switch of a site: two bridges in a network of their own, and rules that make frames vanish. */

import { MANAGEMENT } from './plan-addresses.ts'
import { type Host, startHost } from './start-host.ts'

export type Segment = 'data' | 'management'
export type DropRule = { from?: string[] | undefined; to?: string[] | undefined; of: string; vips: string[] }

export type Switch = {
  host: Host
  /** One cable of each segment for a host, which finds them as eth0 and mgmt0. */
  plugIn: (hosts: readonly Host[]) => Promise<void>
  setPort: (host: string, segment: Segment, up: boolean) => Promise<void>
  /** Out of the bridge with its link still up: nothing passes and the host cannot tell. */
  isolate: (host: string, isolated: boolean) => Promise<void>
  /** Frames that fit vanish until the answer is called. */
  drop: (rule: DropRule) => Promise<() => Promise<void>>
}

const PORT = { data: 'd', management: 'm' } as const
const portOf = (host: string, segment: Segment) => `${PORT[segment]}-${host}`

/** The part of an nft rule that says which frames. */
export function frameMatches(of: string, vips: string[]): string[] {
  switch (of) {
    case 'tcp':
      return ['meta l4proto tcp']
    case 'vrrp':
      return ['meta l4proto 112']
    case 'icmp':
      return ['meta l4proto { icmp, ipv6-icmp }']
    case 'arp':
      return ['ether type arp', 'icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert }']
    case 'gratuitous-arp':
      return vips.map((vip) =>
        vip.includes(':')
          ? `ip6 daddr ff02::1 icmpv6 type nd-neighbor-advert icmpv6 taddr ${vip}`
          : `arp saddr ip ${vip} arp daddr ip ${vip}`,
      )
    default:
      return ['']
  }
}

export async function startSwitch(dir: string): Promise<Switch> {
  const host = await startHost('switch', dir)
  try {
    const made = (['data', 'management'] as const).flatMap((segment) => [
      `link add ${segment} type bridge mcast_snooping 0 forward_delay 0 stp_state 0`,
      `link set ${segment} up`,
    ])
    await host.run(['ip', '-batch', '-'], `${made.join('\n')}\n`)
    await host.run(
      ['nft', '-f', '-'],
      'add table bridge lab\nadd chain bridge lab forward { type filter hook forward priority 0; }\n',
    )
  } catch (error) {
    await host.stop()
    throw error
  }
  let rules = 0

  return {
    host,
    async plugIn(hosts) {
      const lines = hosts.flatMap((one) =>
        (['data', 'management'] as const).flatMap((segment) => {
          const port = portOf(one.name, segment)
          const inside = segment === 'data' ? 'eth0' : 'mgmt0'
          return [
            `link add ${port} type veth peer name ${inside} netns ${one.pid}`,
            `link set ${port} master ${segment} up`,
          ]
        }),
      )
      // From outside the switch's processes: only there do pids of other hosts mean anything.
      await host.runOutside(['ip', '-batch', '-'], `${lines.join('\n')}\n`)
    },
    async setPort(name, segment, up) {
      await host.run(['ip', 'link', 'set', portOf(name, segment), up ? 'up' : 'down'])
    },
    async isolate(name, isolated) {
      const lines = (['data', 'management'] as const).map(
        (segment) => `link set ${portOf(name, segment)} ${isolated ? 'nomaster' : `master ${segment}`}`,
      )
      await host.run(['ip', '-batch', '-'], `${lines.join('\n')}\n`)
    },
    async drop({ from, to, of, vips }) {
      const chain = `drop${++rules}`
      const ports = (word: string, names?: string[]) =>
        names ? `${word} { ${names.map((name) => `"${portOf(name, 'data')}"`).join(', ')} } ` : ''
      const lines = [
        `add chain bridge lab ${chain} { type filter hook forward priority ${rules}; }`,
        ...frameMatches(of, vips).map(
          (match) =>
            `add rule bridge lab ${chain} ${ports('iifname', from)}${ports('oifname', to)}${match} drop`,
        ),
      ]
      await host.run(['nft', '-f', '-'], `${lines.join('\n')}\n`)
      return async () => {
        await host.run(
          ['nft', '-f', '-'],
          `flush chain bridge lab ${chain}\ndelete chain bridge lab ${chain}\n`,
        )
      }
    },
  }
}

/** The same for a desk that is on the network of the servers too. */
export const deskLines = (address: string, prefixLength: number) =>
  `addr add ${address}/${prefixLength} dev eth0\nlink set eth0 up\n`

/** Lines for `ip -batch` inside a host: its addresses and links. */
export function addressLines(data: string, management: string, prefixLength: number): string {
  const nodad = data.includes(':') ? ' nodad' : ''
  return [
    `addr add ${data}/${prefixLength} dev eth0${nodad}`,
    `addr add ${management}/${MANAGEMENT.prefixLength} dev mgmt0`,
    'link set eth0 up',
    'link set mgmt0 up',
    '',
  ].join('\n')
}
