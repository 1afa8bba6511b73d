'use client'
/** The strip chart: what a pool claims and what its traffic, the address, ARP, TCP and terminals say, on one time. */

import { useMemo } from 'react'
import type { StripSecond } from '#lib/views/live-view'
import type { NetworkSecond } from '#lib/views/network-view'
import { useKeys } from '../shell/use-keys.ts'
import { formatClock, type Zone } from '../words/format-time.ts'
import './strip-chart.css'
import { joinSeconds, secondAt } from './join-seconds.ts'
import { knownChannels, ownersOf } from './known-channels.ts'
import { StripCanvas } from './strip-canvas.tsx'
import { StripGutter } from './strip-gutter.tsx'
import { layStrip } from './strip-layout.ts'
import type { Lie, StripMark } from './strip-marks.ts'
import { StripReadout } from './strip-readout.tsx'
import { StripTable } from './strip-table.tsx'

export type StripChartProps = {
  subject: string
  about: string
  /** Oldest first; what is missing is drawn as missing. Null where no pool is drawn. */
  seconds: readonly StripSecond[] | null
  /** Of one address, or of all hosts together; oldest first. */
  network?: readonly NetworkSecond[]
  /** Whose network it is, for the gutter. */
  address?: string | null
  marks: readonly StripMark[]
  lies: readonly Lie[]
  /** The right edge, epoch ms. */
  nowMs: number
  zone: Zone
  /** A fixed stretch; without it the last minutes before `nowMs`. */
  range?: { fromMs: number; toMs: number }
  windowMinutes: 1 | 5
  onWindow: (minutes: 1 | 5) => void
  cursorMs: number | null
  onCursor: (atMs: number | null) => void
  stale: boolean
}

const NO_SECONDS: StripSecond[] = []
const NO_NETWORK: NetworkSecond[] = []

export function StripChart(props: StripChartProps) {
  const { marks, lies, nowMs, zone, range, windowMinutes, cursorMs, onCursor } = props
  const seconds = props.seconds ?? NO_SECONDS
  const network = props.network ?? NO_NETWORK
  const channels = knownChannels(props.seconds !== null, network).join(' ')
  const lanes = ownersOf(network).length
  const layout = useMemo(
    () => layStrip(channels.split(' ') as Parameters<typeof layStrip>[0], lanes),
    [channels, lanes],
  )
  const toMs = range?.toMs ?? Math.ceil(nowMs / 1000) * 1000
  const fromMs = range?.fromMs ?? toMs - windowMinutes * 60_000
  const moments = useMemo(
    () =>
      [...new Set([...marks.map((mark) => mark.atMs), ...lies.map((lie) => lie.fromMs)])].sort(
        (a, b) => a - b,
      ),
    [marks, lies],
  )
  const step = (way: 1 | -1) => {
    const from = cursorMs ?? (way === 1 ? fromMs - 1 : toMs + 1)
    const inSight = moments.filter((at) => at >= fromMs && at <= toMs)
    const next = way === 1 ? inSight.find((at) => at > from) : inSight.findLast((at) => at < from)
    if (next !== undefined) onCursor(next)
  }
  useKeys({ '[': () => step(-1), ']': () => step(1) })
  const joined = useMemo(() => joinSeconds(seconds, network), [seconds, network])
  const at = secondAt(joined, cursorMs)
  return (
    <section
      className="strip panel"
      aria-label={`Strip chart of ${props.subject}`}
      data-stale={props.stale || undefined}
    >
      <StripReadout {...props} at={at} />
      <div className="strip-body" style={{ height: layout.heightPx }}>
        <StripGutter layout={layout} seconds={seconds} network={network} address={props.address ?? null} />
        <StripCanvas
          subject={props.subject}
          frame={{
            seconds,
            network,
            marks,
            lies,
            layout,
            cursorMs,
            formatTick: (ms) => formatClock(ms, zone),
          }}
          fromMs={fromMs}
          toMs={toMs}
          at={at}
          zone={zone}
          onCursor={onCursor}
        />
      </div>
      <StripTable subject={props.subject} joined={joined} zone={zone} />
    </section>
  )
}
