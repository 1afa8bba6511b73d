'use client'
/** Pointer and wheel on the surface: drag to pan, drag on the ruler or with Shift to brush, pinch or Ctrl+wheel to zoom, click to choose. */

import { type RefObject, useEffect } from 'react'
import type { TimelineLane } from '#lib/views/timeline-view'
import { xToTime } from '../../strip-chart/time-scale.ts'
import { BAR_ROW_PX, LANE_PX, LANES_TOP_PX, placeBars, RULER_PX } from './lane-layout.ts'
import type { Stage } from './stage.ts'
import { between, pan, spanOf, type TimeWindow, zoom } from './time-window.ts'
import { useStage } from './use-stage.ts'

const CLICK_PX = 4
const ZOOM_A_PIXEL = 1.0022
const BRUSH_LEAST_PX = 6

type Drag = {
  kind: 'pan' | 'brush'
  startX: number
  startY: number
  window: TimeWindow
  fromMs: number
  moved: boolean
}

export function usePointer(
  area: RefObject<HTMLDivElement | null>,
  scroller: RefObject<HTMLDivElement | null>,
  lanes: readonly TimelineLane[],
): void {
  const stage = useStage()
  useEffect(() => {
    const surface = area.current
    if (!surface) return
    const held = new Map<number, number>()
    let drag: Drag | null = null
    const boxOf = () => surface.getBoundingClientRect()
    const timeAt = (clientX: number, window = stage.get().window) => {
      const box = boxOf()
      return xToTime(clientX - box.left, { ...window, leftPx: 0, rightPx: box.width })
    }
    const laneAt = (y: number) =>
      y < LANES_TOP_PX
        ? null
        : lanes[Math.floor((y - LANES_TOP_PX + (scroller.current?.scrollTop ?? 0)) / LANE_PX)]

    const onDown = (event: PointerEvent) => {
      if (event.button !== 0) return
      held.set(event.pointerId, event.clientX)
      surface.setPointerCapture(event.pointerId)
      const y = event.clientY - boxOf().top
      const { window } = stage.get()
      drag = {
        kind: y < RULER_PX || event.shiftKey ? 'brush' : 'pan',
        ...{ startX: event.clientX, startY: y, window, fromMs: timeAt(event.clientX), moved: false },
      }
    }
    const onMove = (event: PointerEvent) => {
      if (!drag) return stage.set({ cursorMs: timeAt(event.clientX) })
      const others = [...held].filter(([id]) => id !== event.pointerId)
      const beforeX = held.get(event.pointerId) ?? event.clientX
      held.set(event.pointerId, event.clientX)
      if (others.length > 0) return pinch(stage, beforeX, event.clientX, others[0]![1], timeAt)
      const byPx = event.clientX - drag.startX
      if (Math.abs(byPx) >= CLICK_PX) drag.moved = true
      if (!drag.moved) return
      if (drag.kind === 'brush') {
        const atMs = timeAt(event.clientX)
        return stage.set({ brush: between(drag.fromMs, atMs), cursorMs: atMs })
      }
      const window = pan(drag.window, -byPx / boxOf().width)
      stage.set({ window, following: false, cursorMs: timeAt(event.clientX, window) })
    }
    const onUp = (event: PointerEvent) => {
      held.delete(event.pointerId)
      const done = drag
      if (held.size > 0) return
      drag = null
      if (!done) return
      if (!done.moved)
        return choose(stage, timeAt(event.clientX), laneAt(done.startY)?.id ?? null, done.startY)
      const { brush } = stage.get()
      if (!brush) return
      const widePx = (spanOf(brush) / spanOf(stage.get().window)) * boxOf().width
      stage.set({ brush: null, ...(widePx >= BRUSH_LEAST_PX && { window: brush, following: false }) })
    }
    const onLeave = () => !drag && stage.set({ cursorMs: null })
    const onWheel = (event: WheelEvent) => {
      const { window } = stage.get()
      const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
      const scrolls = scroller.current!.scrollHeight > scroller.current!.clientHeight + 1
      if (!sideways && !event.ctrlKey && !event.metaKey && scrolls) return
      event.preventDefault()
      const by = event.deltaX || event.deltaY
      const next = sideways
        ? pan(window, by / boxOf().width)
        : zoom(window, ZOOM_A_PIXEL ** event.deltaY, timeAt(event.clientX))
      stage.set({ window: next, following: false })
    }
    surface.addEventListener('pointerdown', onDown)
    surface.addEventListener('pointermove', onMove)
    surface.addEventListener('pointerup', onUp)
    surface.addEventListener('pointercancel', onUp)
    surface.addEventListener('pointerleave', onLeave)
    surface.addEventListener('wheel', onWheel, { passive: false })
    return () => {
      surface.removeEventListener('pointerdown', onDown)
      surface.removeEventListener('pointermove', onMove)
      surface.removeEventListener('pointerup', onUp)
      surface.removeEventListener('pointercancel', onUp)
      surface.removeEventListener('pointerleave', onLeave)
      surface.removeEventListener('wheel', onWheel)
    }
  }, [area, scroller, lanes, stage])
}

/** What is under both fingers stays under them. */
function pinch(stage: Stage, beforeX: number, afterX: number, otherX: number, timeAt: (x: number) => number) {
  const [before, after] = [Math.abs(beforeX - otherX), Math.abs(afterX - otherX)]
  if (before < 1 || after < 1) return
  stage.set({ window: zoom(stage.get().window, before / after, timeAt(otherX)), following: false })
}

/** A moment on a lane, or the incident whose bar is there. */
function choose(stage: Stage, atMs: number, lane: string | null, y: number): void {
  const { view } = stage.get()
  const row = Math.floor((y - RULER_PX - 3) / BAR_ROW_PX)
  const bar =
    view && y >= RULER_PX && y < LANES_TOP_PX
      ? placeBars(view.bars, view.nowMs, 0).find(
          (each) =>
            each.row === row &&
            each.bar.startedAtMs <= atMs + spanOf(stage.get().window) / 200 &&
            (each.bar.endedAtMs ?? view.nowMs) >= atMs,
        )
      : null
  stage.set({ pinnedMs: atMs, lane: lane ?? stage.get().lane, selection: bar?.bar.id ?? null })
}
