/** A band as a stretch on a scale, never a point; the words beside it say the same. */

import type { Band } from '#lib/model/band'
import { isKnown } from './format-band.ts'

type Props = {
  band: Band
  /** The scale's end. */
  max: number
  /** Drawn across the scale: what must not be passed. */
  mark?: number
  tone?: string
}

const LEAST_WIDTH = 2

export function BandBar({ band, max, mark, tone = 'muted' }: Props) {
  const place = (value: number) => Math.min(100, Math.max(0, (value / max) * 100))
  const from = isKnown(band.low) ? place(band.low) : 0
  const to = isKnown(band.high) ? place(band.high) : 100
  const width = Math.max(LEAST_WIDTH, to - from)
  const open = !isKnown(band.high) || band.high > max
  return (
    <span className="band-bar" data-tone={tone} aria-hidden="true">
      <span
        className="band-range"
        data-open={open || undefined}
        style={{ left: `${Math.min(from, 100 - LEAST_WIDTH)}%`, width: `${width}%` }}
      />
      {mark !== undefined && <span className="band-mark" style={{ left: `${place(mark)}%` }} />}
    </span>
  )
}
