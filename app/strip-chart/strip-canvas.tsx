'use client'
/** The chart's surface: one frame drawn per change at most, and a cursor for pointer and keys. */

import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef } from 'react'
import { formatClock, type Zone, zoneName } from '../words/format-time.ts'
import { drawStrip, type StripFrame } from './draw-strip.ts'
import type { JoinedSecond } from './join-seconds.ts'
import { joinedText } from './read-second.ts'
import { xToTime } from './time-scale.ts'
import { type Surface, useDrawing } from './use-drawing.ts'

type Props = {
  subject: string
  frame: Omit<StripFrame, 'scale' | 'palette'>
  fromMs: number
  toMs: number
  at: JoinedSecond | null
  zone: Zone
  onCursor: (atMs: number | null) => void
}

export function StripCanvas({ subject, frame, fromMs, toMs, at, zone, onCursor }: Props) {
  const surface = useRef<HTMLCanvasElement>(null)
  const heightPx = useRef(frame.layout.heightPx)
  const draw = useRef<(on: Surface) => void>(() => {})
  const schedule = useDrawing(surface, draw, heightPx)
  useLayoutEffect(() => {
    heightPx.current = frame.layout.heightPx
    draw.current = ({ context, widthPx, palette }) =>
      drawStrip(context, { ...frame, scale: { fromMs, toMs, leftPx: 0, rightPx: widthPx }, palette })
    schedule()
  })
  const point = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    onCursor(xToTime(event.clientX - box.left, { fromMs, toMs, leftPx: 0, rightPx: box.width }))
  }
  const onKey = (event: KeyboardEvent) => {
    const stepMs = { ArrowLeft: -1000, ArrowRight: 1000, PageUp: -10_000, PageDown: 10_000 }[event.key]
    const from = frame.cursorMs ?? toMs - 500
    if (event.key === 'Home') onCursor(fromMs + 500)
    else if (event.key === 'End') onCursor(toMs - 500)
    else if (stepMs) onCursor(Math.min(toMs - 1, Math.max(fromMs, from + stepMs)))
    else return
    event.preventDefault()
  }
  const nowMs = Math.round(frame.cursorMs ?? toMs)
  const words = at ? joinedText(at) : 'nothing is known of this second'
  return (
    <div
      className="strip-surface"
      role="slider"
      tabIndex={0}
      aria-label={`Time on the strip chart of ${subject}`}
      aria-valuemin={fromMs}
      aria-valuemax={toMs}
      aria-valuenow={Math.min(toMs, Math.max(fromMs, nowMs))}
      aria-valuetext={`${formatClock(nowMs, zone)} ${zoneName(zone, nowMs)}: ${words}`}
      suppressHydrationWarning
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={(event) => event.pointerType === 'mouse' && onCursor(null)}
      onKeyDown={onKey}
    >
      <canvas ref={surface} />
    </div>
  )
}
