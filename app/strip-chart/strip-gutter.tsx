/** The names of the channels, what each shows, and where its scale ends. */

import type { StripSecond } from '#lib/views/live-view'
import type { NetworkSecond } from '#lib/views/network-view'
import { formatCount, formatRate } from '../words/format-number.ts'
import { sessionsMax, trafficMax } from './draw-channels.ts'
import { tcpMax } from './draw-network.ts'
import { CHANNELS, type Channel, type StripLayout } from './strip-layout.ts'

type Props = {
  layout: StripLayout
  seconds: readonly StripSecond[]
  network: readonly NetworkSecond[]
  address: string | null
}

const NAMES: Record<Channel, readonly [name: string, what: string]> = {
  claim: ['claim', 'servers by state'],
  traffic: ['traffic', 'req/s, failing filled'],
  sessions: ['sessions', 'open now'],
  address: ['address', 'who holds it'],
  arp: ['ARP', 'MAC changes'],
  tcp: ['TCP', 'dead ones filled'],
  terminal: ['terminal', 'stalled filled'],
}

export function StripGutter({ layout, seconds, network, address }: Props) {
  const most: Partial<Record<Channel, () => string>> = {
    traffic: () => formatRate(trafficMax(seconds)),
    sessions: () => formatCount(sessionsMax(seconds)),
    tcp: () => formatCount(tcpMax(network)),
  }
  return (
    <div className="strip-gutter" aria-hidden="true">
      {CHANNELS.map((channel) => {
        const row = layout.rows[channel]
        if (!row) return null
        const [name, what] = NAMES[channel]
        const ends = most[channel]
        return (
          <div key={channel} className="strip-channel" style={{ top: row.topPx, height: row.heightPx }}>
            <span className="strip-name">{name}</span>
            <span className="strip-what">{channel === 'address' && address ? address : what}</span>
            {ends && <span className="strip-most">{ends()}</span>}
          </div>
        )
      })}
    </div>
  )
}
