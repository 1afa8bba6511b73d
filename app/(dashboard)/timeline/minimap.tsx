'use client'
/** The whole record in one line, with the stretch in sight on it: drag to move it, drag beside it to choose another. */

import { type PointerEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { timeToX, xToTime } from '../../strip-chart/time-scale.ts'
import { type Surface, useDrawing } from '../../strip-chart/use-drawing.ts'
import { formatSpan } from '../../words/format-time.ts'
import { barColour } from './class-looks.ts'
import type { StageState } from './stage.ts'
import { around, between, pan, spanOf, type TimeWindow } from './time-window.ts'
import { useStage, useStaged } from './use-stage.ts'

const EDGE_PX = 4

export function Minimap() {
  const stage = useStage()
  const canvas = useRef<HTMLCanvasElement>(null)
  const draw = useRef<(on: Surface) => void>(() => {})
  const schedule = useDrawing(canvas, draw)
  useLayoutEffect(() => {
    draw.current = (on) => drawMinimap(on, stage.get())
  })
  useEffect(() => stage.subscribe(schedule), [stage, schedule])
  const drag = useRef<{ atMs: number; window: TimeWindow; inside: boolean } | null>(null)
  const whole = useStaged((state) => state.view?.whole ?? null)
  const timeAt = (event: PointerEvent, { fromMs, toMs }: TimeWindow) => {
    const box = event.currentTarget.getBoundingClientRect()
    return xToTime(event.clientX - box.left, { fromMs, toMs, leftPx: 0, rightPx: box.width })
  }
  const onDown = (event: PointerEvent) => {
    if (!whole) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const { window } = stage.get()
    const atMs = timeAt(event, whole)
    drag.current = { atMs, window, inside: atMs >= window.fromMs && atMs <= window.toMs }
    if (!drag.current.inside) stage.set({ window: around(atMs, spanOf(window)), following: false })
  }
  const onMove = (event: PointerEvent) => {
    if (!drag.current || !whole) return
    const { atMs, window, inside } = drag.current
    const byMs = timeAt(event, whole) - atMs
    if (inside) stage.set({ window: pan(window, byMs / spanOf(window)), following: false })
    else if (Math.abs(byMs) > spanOf(whole) / 400)
      stage.set({ window: between(atMs, atMs + byMs), following: false })
  }
  return (
    <div
      className="minimap panel"
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={() => {
        drag.current = null
      }}
      title={whole ? `The whole record: ${formatSpan(spanOf(whole))}` : undefined}
    >
      <canvas ref={canvas} />
    </div>
  )
}

function drawMinimap({ context, widthPx, heightPx, palette }: Surface, { view, window }: StageState) {
  context.clearRect(0, 0, widthPx, heightPx)
  if (!view) return
  const { whole, bars, nowMs } = view
  const most = Math.max(1, ...whole.counts)
  const partPx = widthPx / whole.counts.length
  context.fillStyle = palette.muted
  for (const [i, count] of whole.counts.entries()) {
    if (count === 0) continue
    const height = Math.max(1, (heightPx - 6) * (Math.log1p(count) / Math.log1p(most)))
    context.fillRect(i * partPx, heightPx - height, Math.max(1, partPx - 0.5), height)
  }
  const scale = { ...whole, leftPx: 0, rightPx: widthPx }
  for (const bar of bars) {
    const left = timeToX(bar.startedAtMs, scale)
    context.fillStyle = barColour(bar, palette)
    context.fillRect(left, 1, Math.max(2, timeToX(bar.endedAtMs ?? nowMs, scale) - left), 3)
  }
  const left = Math.max(0, timeToX(window.fromMs, scale))
  const right = Math.min(widthPx, Math.max(left + EDGE_PX, timeToX(window.toMs, scale)))
  context.globalAlpha = 0.5
  context.fillStyle = palette.panel
  context.fillRect(0, 0, left, heightPx)
  context.fillRect(right, 0, widthPx - right, heightPx)
  context.globalAlpha = 1
  context.strokeStyle = palette.text
  context.strokeRect(left + 0.5, 0.5, Math.max(EDGE_PX, right - left - 1), heightPx - 1)
}
