/** Drains of one pool as screens draw them: running ones first, the newest of the ended after them. */

import type { Drain } from '../model/drain.ts'

/** Drains of one pool that are sent; a pool that is reloaded all day has many. */
export const MAX_DRAIN_VIEWS = 20
/** Points of a curve that are sent. */
export const CURVE_POINTS = 120

function thinned(curve: Drain['curve']): Drain['curve'] {
  if (curve.length <= CURVE_POINTS) return curve.map((point) => ({ ...point }))
  const step = (curve.length - 1) / (CURVE_POINTS - 1)
  return Array.from({ length: CURVE_POINTS }, (_, at) => ({ ...curve[Math.round(at * step)]! }))
}

/** A copy: the drain itself goes on changing. */
export function toDrainView(drain: Drain): Drain {
  return { ...drain, curve: thinned(drain.curve) }
}

export function toDrainViews(drains: Iterable<Drain>, pool: string): Drain[] {
  const endMs = (drain: Drain) => drain.endedAtMs ?? Number.POSITIVE_INFINITY
  return [...drains]
    .filter((drain) => drain.pool === pool)
    .sort((a, b) => (endMs(a) === endMs(b) ? b.startedAtMs - a.startedAtMs : endMs(b) - endMs(a)))
    .slice(0, MAX_DRAIN_VIEWS)
    .map(toDrainView)
}
