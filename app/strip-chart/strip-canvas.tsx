'use client'
/** The chart's surface: one frame drawn per change at most, and a cursor for pointer and keys. */

import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { formatClock, type Zone, zoneName } from '../words/format-time.ts'
import { drawStrip, type StripFrame } from './draw-strip.ts'
import type { JoinedSecond } from './join-seconds.ts'
import { joinedText } from './read-second.ts'
import { readPalette, type StripPalette } from './strip-palette.ts'
import { xToTime } from './time-scale.ts'

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
  const drawn = useRef({ frame, fromMs, toMs })
  const schedule = useScheduledDraw(surface, drawn)
  useLayoutEffect(() => {
    drawn.current = { frame, fromMs, toMs }
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

type Drawn = { frame: Props['frame']; fromMs: number; toMs: number }

/** At most one drawing per frame of the screen, however many changes ask for one. */
function useScheduledDraw(surface: React.RefObject<HTMLCanvasElement | null>, drawn: React.RefObject<Drawn>) {
  const pending = useRef(0)
  const palette = useRef<StripPalette | null>(null)
  const schedule = useRef(() => {
    if (pending.current !== 0) return
    pending.current = requestAnimationFrame(() => {
      pending.current = 0
      if (surface.current) draw(surface.current, drawn.current, palette)
    })
  }).current
  useEffect(() => {
    const repaint = () => {
      palette.current = null
      schedule()
    }
    const system = window.matchMedia('(prefers-color-scheme: light)')
    const resized = new ResizeObserver(schedule)
    if (surface.current?.parentElement) resized.observe(surface.current.parentElement)
    window.addEventListener('themechange', repaint)
    system.addEventListener('change', repaint)
    return () => {
      resized.disconnect()
      window.removeEventListener('themechange', repaint)
      system.removeEventListener('change', repaint)
      cancelAnimationFrame(pending.current)
      pending.current = 0
    }
  }, [schedule, surface])
  return schedule
}

function draw(
  canvas: HTMLCanvasElement,
  { frame, fromMs, toMs }: Drawn,
  palette: { current: StripPalette | null },
) {
  palette.current ??= readPalette(canvas)
  const widthPx = canvas.parentElement!.clientWidth
  const ratio = window.devicePixelRatio || 1
  const [wide, high] = [Math.round(widthPx * ratio), Math.round(frame.layout.heightPx * ratio)]
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide
    canvas.height = high
    canvas.style.width = `${widthPx}px`
    canvas.style.height = `${frame.layout.heightPx}px`
  }
  const context = canvas.getContext('2d')
  if (!context || widthPx === 0) return
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  const scale = { fromMs, toMs, leftPx: 0, rightPx: widthPx }
  drawStrip(context, { ...frame, scale, palette: palette.current })
}
