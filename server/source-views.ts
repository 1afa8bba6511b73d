/** Sources as screens show them; made again only when something changed, at most twice a second. */

import type { SourceHealth } from '#lib/model/source-health'
import type { SourceView } from '#lib/views/live-view'
import type { SourceDesk } from './source-desk.ts'

const MADE_EVERY_MS = 500
/** A polled source is fresh for this many of its beats. */
const BEATS = 3

function isFresh(source: SourceHealth, nowMs: number, beatMs: number): boolean {
  if (source.kind === 'haproxy-socket' || source.kind === 'haproxy-http')
    return (
      source.state === 'live' && nowMs - (source.lastReadingAtMs ?? 0) <= BEATS * Math.max(1000, beatMs) + 500
    )
  return source.state === 'live' || source.state === 'waiting'
}

export function createSourceViews(desk: SourceDesk, beatMs: (loadBalancer: string) => number) {
  let made: SourceView[] = []
  let madeAtMs = 0
  let version = -1
  return (nowMs: number): SourceView[] => {
    const due = nowMs - madeAtMs >= MADE_EVERY_MS
    if (version >= 0 && !due) return made
    const views = desk.all().map((source) => ({
      ...source,
      rejects: { ...source.rejects },
      losses: { ...source.losses },
      rejectSamples: { ...source.rejectSamples },
      fresh: isFresh(source, nowMs, beatMs(source.loadBalancer ?? '')),
    }))
    const flipped = views.some((view, i) => view.fresh !== made[i]?.fresh)
    if (version !== desk.version() || flipped) {
      made = views
      version = desk.version()
    }
    madeAtMs = nowMs
    return made
  }
}
