/** A moment on the ruler, as finely as the steps between: days, minutes, seconds, milliseconds. */

import { formatClock, formatClockMs, formatDate, type Zone } from '../../words/format-time.ts'

const DAY_MS = 86_400_000

export function formatTick(atMs: number, stepMs: number, zone: Zone): string {
  if (stepMs < 1_000) return formatClockMs(Math.round(atMs), zone)
  const clock = formatClock(atMs, zone)
  if (stepMs >= DAY_MS || clock === '00:00:00') return formatDate(atMs, zone)
  return stepMs < 60_000 ? clock : clock.slice(0, 5)
}
