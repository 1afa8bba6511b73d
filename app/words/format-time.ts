/** Moments and spans in words; UTC unless asked for the browser's own zone. */

export type Zone = 'utc' | 'local'

const two = (value: number) => String(value).padStart(2, '0')

export function formatClock(atMs: number, zone: Zone): string {
  const at = new Date(atMs)
  return zone === 'utc'
    ? `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`
    : `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

export function formatClockMs(atMs: number, zone: Zone): string {
  return `${formatClock(atMs, zone)}.${String(Math.floor(atMs) % 1000).padStart(3, '0')}`
}

export function formatDate(atMs: number, zone: Zone): string {
  const at = new Date(atMs)
  return zone === 'utc'
    ? `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
    : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** `UTC`, or the browser's offset as `UTC+02:00`. */
export function zoneName(zone: Zone, atMs: number): string {
  if (zone === 'utc') return 'UTC'
  const offset = -new Date(atMs).getTimezoneOffset()
  const size = Math.abs(offset)
  return `UTC${offset < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** `0.4 s`, `52 s`, `3 m 08 s`, `2 h 05 m`, `4 d 3 h`; never below zero. */
export function formatSpan(spanMs: number): string {
  const seconds = Math.max(0, spanMs) / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${two(whole % 60)} s`
  if (whole < 86_400) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} m`
  return `${Math.floor(whole / 86_400)} d ${Math.floor((whole % 86_400) / 3600)} h`
}
