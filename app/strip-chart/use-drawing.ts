'use client'
/** Draws on a canvas at most once per frame of the screen, however many changes ask for it; again when size or theme change. */

import { type RefObject, useEffect, useRef } from 'react'
import { readPalette, type StripPalette } from './strip-palette.ts'
import { surfaceOf } from './surface-of.ts'

export type Surface = {
  context: CanvasRenderingContext2D
  widthPx: number
  heightPx: number
  palette: StripPalette
}

type Draw = (surface: Surface) => void

/** `heightPx` null: as high as its parent. What is returned asks for a drawing. */
export function useDrawing(
  surface: RefObject<HTMLCanvasElement | null>,
  draw: RefObject<Draw>,
  heightPx: RefObject<number> | null = null,
): () => void {
  const pending = useRef(0)
  const palette = useRef<StripPalette | null>(null)
  const schedule = useRef(() => {
    if (pending.current !== 0) return
    pending.current = requestAnimationFrame(() => {
      pending.current = 0
      const canvas = surface.current
      if (!canvas) return
      palette.current ??= readPalette(canvas)
      const size = surfaceOf(canvas, heightPx?.current ?? canvas.parentElement!.clientHeight)
      if (size) draw.current({ ...size, palette: palette.current })
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
    schedule()
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
