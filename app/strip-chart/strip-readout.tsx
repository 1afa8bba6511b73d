/** The line over the chart: whose it is, and the exact values at the cursor or now. */

import type { StripSecond } from '#lib/views/live-view'
import { formatClock, zoneName } from '../words/format-time.ts'
import { Shape, type ShapeName } from '../words/shape.tsx'
import { readSecond } from './read-second.ts'
import type { StripChartProps } from './strip-chart.tsx'

type Props = Pick<
  StripChartProps,
  'subject' | 'about' | 'windowMinutes' | 'onWindow' | 'cursorMs' | 'nowMs' | 'zone'
> & {
  second: StripSecond | null
}

export function StripReadout(props: Props) {
  const { subject, about, windowMinutes, onWindow, cursorMs, nowMs, zone, second } = props
  const atMs = cursorMs ?? (second ? second.second * 1000 : nowMs)
  return (
    <div className="strip-head">
      <h2>
        {subject} <span className="strip-about">{about}</span>
      </h2>
      <p className="strip-readout" suppressHydrationWarning>
        <span className="strip-moment" data-cursor={cursorMs !== null || undefined}>
          {formatClock(atMs, zone)} {zoneName(zone, atMs)}
        </span>
        {second ? <Values second={second} /> : <span>nothing is known of this second</span>}
      </p>
      <fieldset className="strip-window control">
        <legend className="out-of-sight">Length of the strip</legend>
        {([1, 5] as const).map((minutes) => (
          <button
            key={minutes}
            type="button"
            aria-pressed={windowMinutes === minutes}
            onClick={() => onWindow(minutes)}
          >
            {minutes} min
          </button>
        ))}
      </fieldset>
    </div>
  )
}

function Values({ second }: { second: StripSecond }) {
  const read = readSecond(second)
  return (
    <>
      {read.claims.map((each) => (
        <span key={each.kind} className="claim" data-tone={each.kind}>
          <Shape name={each.kind as ShapeName} />
          {each.count} {each.word}
        </span>
      ))}
      <span>{read.requestRate} req/s</span>
      <span>{read.failing} failing</span>
      <span>
        {read.sessions} {read.sessions === '1' ? 'session' : 'sessions'}
      </span>
    </>
  )
}
