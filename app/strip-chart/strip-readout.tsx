/** The line over the chart: whose it is, and the exact values at the cursor or now. */

import type { StripSecond } from '#lib/views/live-view'
import { formatClock, zoneName } from '../words/format-time.ts'
import { Shape, type ShapeName } from '../words/shape.tsx'
import type { JoinedSecond } from './join-seconds.ts'
import { readNetwork, readSecond } from './read-second.ts'
import type { StripChartProps } from './strip-chart.tsx'

type Props = Pick<
  StripChartProps,
  'subject' | 'about' | 'range' | 'windowMinutes' | 'onWindow' | 'cursorMs' | 'nowMs' | 'zone'
> & {
  at: JoinedSecond | null
}

export function StripReadout(props: Props) {
  const { subject, about, windowMinutes, onWindow, cursorMs, nowMs, zone, at } = props
  const atMs = cursorMs ?? (at ? at.second * 1000 : nowMs)
  return (
    <div className="strip-head">
      <h2>
        {subject} <span className="strip-about">{about}</span>
      </h2>
      <p className="strip-readout" suppressHydrationWarning>
        <span className="strip-moment" data-cursor={cursorMs !== null || undefined}>
          {formatClock(atMs, zone)} {zoneName(zone, atMs)}
        </span>
        {at ? <Values at={at} /> : <span>nothing is known of this second</span>}
      </p>
      {!props.range && <Window minutes={windowMinutes} onWindow={onWindow} />}
    </div>
  )
}

function Window({ minutes, onWindow }: { minutes: 1 | 5; onWindow: Props['onWindow'] }) {
  return (
    <fieldset className="strip-window control">
      <legend className="out-of-sight">Length of the strip</legend>
      {([1, 5] as const).map((each) => (
        <button key={each} type="button" aria-pressed={minutes === each} onClick={() => onWindow(each)}>
          {each} min
        </button>
      ))}
    </fieldset>
  )
}

function Values({ at }: { at: JoinedSecond }) {
  return (
    <>
      {at.pool && <PoolValues second={at.pool} />}
      {at.network &&
        readNetwork(at.network).map((word) => (
          <span key={word.id} className="strip-word" data-word-tone={word.tone}>
            {word.tone === 'lie' && <Shape name="lying" />}
            {word.text}
          </span>
        ))}
    </>
  )
}

function PoolValues({ second }: { second: StripSecond }) {
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
