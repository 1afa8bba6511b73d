'use client'
/** The strip chart: claim, traffic and sessions of one pool on one time, tied together where they disagree. */

import { useMemo, useState } from 'react'
import type { StripSecond } from '#lib/views/live-view'
import { useKeys } from '../shell/use-keys.ts'
import { formatClock, type Zone } from '../words/format-time.ts'
import './strip-chart.css'
import { sessionsMax, trafficMax } from './draw-channels.ts'
import { StripCanvas } from './strip-canvas.tsx'
import { StripGutter } from './strip-gutter.tsx'
import { layStrip } from './strip-layout.ts'
import type { Lie, StripMark } from './strip-marks.ts'
import { StripReadout } from './strip-readout.tsx'
import { StripTable } from './strip-table.tsx'
import { indexAt } from './time-scale.ts'

export type StripChartProps = {
  subject: string
  about: string
  /** Oldest first; what is missing is drawn as missing. */
  seconds: readonly StripSecond[]
  marks: readonly StripMark[]
  lies: readonly Lie[]
  /** The right edge, epoch ms. */
  nowMs: number
  zone: Zone
  windowMinutes: 1 | 5
  onWindow: (minutes: 1 | 5) => void
  cursorMs: number | null
  onCursor: (atMs: number | null) => void
  stale: boolean
}

export function StripChart(props: StripChartProps) {
  const { seconds, marks, lies, nowMs, zone, windowMinutes, cursorMs, onCursor } = props
  const [layout] = useState(() => layStrip(1))
  const toMs = Math.ceil(nowMs / 1000) * 1000
  const fromMs = toMs - windowMinutes * 60_000
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
  const at = seconds[indexAt(seconds, cursorMs ?? (seconds.at(-1)?.second ?? 0) * 1000)] ?? null
  return (
    <section
      className="strip panel"
      aria-label={`Strip chart of ${props.subject}`}
      data-stale={props.stale || undefined}
    >
      <StripReadout {...props} second={at} />
      <div className="strip-body" style={{ height: layout.heightPx }}>
        <StripGutter layout={layout} rateMax={trafficMax(seconds)} sessionsMax={sessionsMax(seconds)} />
        <StripCanvas
          subject={props.subject}
          frame={{ seconds, marks, lies, layout, cursorMs, formatTick: (ms) => formatClock(ms, zone) }}
          fromMs={fromMs}
          toMs={toMs}
          at={at}
          zone={zone}
          onCursor={onCursor}
        />
      </div>
      <StripTable subject={props.subject} seconds={seconds} zone={zone} />
    </section>
  )
}
