/** Where one second stands on the chart. */

import type { TimeScale } from './time-scale.ts'
import { timeToX } from './time-scale.ts'

/** Whole pixels: columns that touch must neither overlap nor leave a seam; where seconds are narrower, some take none. */
export function columnOf({ scale }: { scale: TimeScale }, second: number): { left: number; width: number } {
  const left = Math.round(timeToX(second * 1000, scale))
  return { left, width: Math.round(timeToX((second + 1) * 1000, scale)) - left }
}

export const isSeen = ({ scale }: { scale: TimeScale }, second: number) =>
  (second + 1) * 1000 > scale.fromMs && second * 1000 < scale.toMs
