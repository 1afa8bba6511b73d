/** Durations, ranges, names and places in the words of a report. */

import type { Origin, PoolSettings, ServerSettings, Setting } from '../model/check-settings.ts'
import type { Place } from './finding.ts'

/** Names that are spelled out; the others are counted. */
const NAMES_SHOWN = 4

/** `0.5 s`, `12 s`, `1 min 40 s`, `2 h`, `3 d`. */
export function duration(ms: number): string {
  if (ms < 100) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`
  const [big, unit, small, rest] =
    seconds < 3600
      ? [60, 'min', 1, 's']
      : seconds < 86_400
        ? [3600, 'h', 60, 'min']
        : [86_400, 'd', 3600, 'h']
  const whole = Math.floor(seconds / big)
  const left = Math.round((seconds % big) / small)
  return left === 0 || left * small === big
    ? `${left ? whole + 1 : whole} ${unit}`
    : `${whole} ${unit} ${left} ${rest}`
}

/** As HAProxy reads it: `300ms`, `2s`, `20m`. */
export function haproxyTime(ms: number): string {
  const units = [
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const
  const whole = units.find(([, size]) => ms >= size && ms % size === 0)
  return whole ? `${ms / whole[1]}${whole[0]}` : `${Math.round(ms)}ms`
}

/** `4–6 s`, `45 s to 2 min`, `2 s`, `up to 0.5 s`. */
export function range({ minMs, maxMs }: { minMs: number; maxMs: number }): string {
  if (minMs < 1 && maxMs >= 1) return `up to ${duration(maxMs)}`
  const [from, to] = [duration(minMs), duration(maxMs)]
  if (from === to) return from
  const [number, unit] = from.split(' ')
  return from.split(' ').length === 2 && to.endsWith(` ${unit}`) && to.split(' ').length === 2
    ? `${number}–${to}`
    : `${from} to ${to}`
}

/** `s1`, `s1 and s2`, `s1, s2, s3, s4 and 6 more`; a template counts as its servers. */
export function names(servers: readonly ServerSettings[]): string {
  const shown = servers
    .slice(0, NAMES_SHOWN)
    .map(({ server, count }) => (count > 1 ? `${server}… (${count})` : server))
  const more = servers.length - shown.length
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}` : (shown[0] ?? '')
}

export function placeOf(origin: Origin): Place | null {
  return origin.from === 'file' || origin.from === 'unreadable'
    ? { file: origin.file, line: origin.line }
    : null
}

/** Where a setting was said, else where its server or its pool stands. */
export function placeFor(
  setting: Setting<unknown> | null,
  owner: ServerSettings | PoolSettings,
): Place | null {
  const said = setting && placeOf(setting.origin)
  return said ?? (owner.at && { file: owner.at.file, line: owner.at.line })
}

export const serverNames = (servers: readonly ServerSettings[]): string[] =>
  servers.map(({ server }) => server)

export const serverCount = (servers: readonly ServerSettings[]): number =>
  servers.reduce((sum, { count }) => sum + count, 0)
