/** One drain: how, since when, sessions left, who blocks, what is expected, how it ended. */

import Link from 'next/link'
import type { Drain } from '#lib/model/drain'
import { formatCount } from '../words/format-number.ts'
import { formatClock, formatSpan, type Zone } from '../words/format-time.ts'
import { Shape } from '../words/shape.tsx'
import { BandBar } from './band-bar.tsx'
import { DrainCurve } from './drain-curve.tsx'
import { DRAIN_VERDICTS, expectedWords, HOW_WORDS, sessionWords, verdictWords } from './drain-words.ts'

type Props = {
  drain: Drain
  nowMs: number
  zone: Zone
  fresh: boolean
  /** Where its pool is; null on its own page. */
  href: string | null
}

export function DrainRow({ drain, nowMs, zone, fresh, href }: Props) {
  const { server, pool, how, startedAtMs, endedAtMs, sessions, stuck } = drain
  const [first] = sessions
  const untilMs = endedAtMs ?? nowMs
  return (
    <tr data-drain={drain.id} data-drain-verdict={drain.verdict} data-stale={!fresh || undefined}>
      <th scope="row">
        {href ? <Link href={href}>{`${pool}/${server}`}</Link> : server}
        <span className="quiet" suppressHydrationWarning>
          {HOW_WORDS[how]} since {formatClock(startedAtMs, zone)}
        </span>
        <span className="quiet" suppressHydrationWarning>
          for {formatSpan(untilMs - startedAtMs)}
        </span>
      </th>
      <td data-label="sessions left">
        <SessionsLeft drain={drain} />
        <DrainCurve drain={drain} nowMs={nowMs} zone={zone} />
      </td>
      <td data-label="blocked by">
        {endedAtMs !== null || !first ? <span className="quiet">nobody</span> : sessionWords(first)}
        {stuck?.why === 'persistence' && <span className="quiet">clients come back by their cookie</span>}
      </td>
      <td data-label="expected at the deadline">
        <Expected drain={drain} zone={zone} />
      </td>
      <td data-label="verdict">
        <DrainVerdictWord drain={drain} />
      </td>
    </tr>
  )
}

function SessionsLeft({ drain: { sessionsLeft, sessionsAtStart } }: { drain: Drain }) {
  return (
    <span className="number">
      {formatCount(sessionsLeft)} <span className="of-lb">of {formatCount(sessionsAtStart)}</span>
    </span>
  )
}

function Expected({ drain, zone }: { drain: Drain; zone: Zone }) {
  const { forecast, endedAtMs, sessionsLeft, deadlineFrom } = drain
  const band = endedAtMs === null ? (forecast?.openAtDeadline ?? null) : null
  if (endedAtMs !== null) return <span className="quiet">over {formatClock(endedAtMs, zone)}</span>
  return (
    <>
      {band && (
        <BandBar
          band={band}
          max={Math.max(1, sessionsLeft ?? 0, band.high)}
          tone={band.high >= 0.5 ? 'going-down' : 'muted'}
        />
      )}
      <span className={band ? undefined : 'quiet'}>{expectedWords(drain, zone)}</span>
      {deadlineFrom && <span className="quiet">{deadlineFrom}</span>}
    </>
  )
}

export function DrainVerdictWord({ drain }: { drain: Drain }) {
  const [word, tone, shape] = DRAIN_VERDICTS[drain.verdict]
  const why = verdictWords(drain)
  return (
    <>
      <span className="drain-verdict" data-tone={tone}>
        <Shape name={shape} />
        {word}
      </span>
      {why && <span className="quiet">{why}</span>}
    </>
  )
}
