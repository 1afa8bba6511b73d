/** Sessions left over time as steps, and on to the deadline the band of what is expected. */

import type { Drain } from '#lib/model/drain'
import type { Zone } from '../words/format-time.ts'
import { curveOf, curveWords } from './drain-words.ts'

type Props = { drain: Drain; nowMs: number; zone: Zone; width?: number; height?: number }

const PAD = 3
/** An hour's deadline would leave the past no room: it is then drawn as far as the past has lasted once more. */
const AHEAD_MOST = 1.5

export function DrainCurve({ drain, nowMs, zone, width = 160, height = 36 }: Props) {
  const { startedAtMs, deadlineMs, forecast, endedAtMs, cut } = drain
  const curve = curveOf(drain, nowMs)
  const untilMs = endedAtMs ?? Math.max(nowMs, curve.at(-1)?.atMs ?? 0)
  const pastMs = Math.max(1_000, untilMs - startedAtMs)
  const ahead = endedAtMs === null && deadlineMs !== null && deadlineMs > untilMs ? deadlineMs : null
  const endMs = ahead === null ? untilMs : Math.min(ahead, untilMs + pastMs * AHEAD_MOST)
  const band = ahead === null ? null : (forecast?.openAtDeadline ?? null)
  const most = Math.max(1, ...curve.map((each) => each.sessions), band?.high ?? 0)
  const x = (atMs: number) =>
    PAD +
    ((Math.max(startedAtMs, atMs) - startedAtMs) / Math.max(1_000, endMs - startedAtMs)) * (width - 2 * PAD)
  const y = (sessions: number) => height - PAD - (sessions / most) * (height - 2 * PAD)
  const at = (atMs: number, sessions: number) => `${x(atMs).toFixed(1)} ${y(sessions).toFixed(1)}`
  const [first, ...rest] = curve
  const line =
    first &&
    `M${at(first.atMs, first.sessions)}${rest.map((p) => `H${x(p.atMs).toFixed(1)}V${y(p.sessions).toFixed(1)}`).join('')}`
  const last = curve.at(-1)
  // Cut at the drawing's end, the wedge is as wide as it has become by then.
  const share = ahead === null ? 1 : (endMs - untilMs) / Math.max(1, ahead - untilMs)
  const wedge = (to: number) => (last ? last.sessions + (to - last.sessions) * share : to)
  return (
    <span className="drain-curve">
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="drain-ground" d={`M${PAD} ${height - PAD}H${width - PAD}`} />
        {band && last && (
          <path
            className="drain-band"
            d={`M${at(untilMs, last.sessions)}L${at(endMs, wedge(band.high))}L${at(endMs, wedge(band.low))}Z`}
          />
        )}
        {ahead !== null && ahead <= endMs && (
          <path className="drain-deadline" d={`M${x(ahead).toFixed(1)} ${PAD}V${height - PAD}`} />
        )}
        {line && <path className="drain-line" d={line} />}
        {cut && <path className="drain-cut" d={`M${x(cut.firstAtMs).toFixed(1)} ${PAD}V${height - PAD}`} />}
      </svg>
      <span className="out-of-sight">{curveWords(drain, zone)}</span>
    </span>
  )
}
