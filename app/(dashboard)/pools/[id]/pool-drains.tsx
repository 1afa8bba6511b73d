'use client'
/** The pool's drains in full: the curve, the forecast with what it rests on, and who is still there. */

import type { Drain } from '#lib/model/drain'
import { DrainCurve } from '../../../forecast/drain-curve.tsx'
import { DrainVerdictWord } from '../../../forecast/drain-row.tsx'
import { expectedWords, HOW_WORDS } from '../../../forecast/drain-words.ts'
import { useNow } from '../../../shell/use-now.ts'
import { formatCount, plural } from '../../../words/format-number.ts'
import { formatClock, formatSpan, type Zone } from '../../../words/format-time.ts'
import { DrainSessions } from './drain-sessions.tsx'

type Props = { drains: readonly Drain[]; zone: Zone; fresh: boolean }

const CURVE = { width: 640, height: 120 }

export function PoolDrains({ drains, zone, fresh }: Props) {
  const nowMs = useNow() ?? 0
  if (drains.length === 0) return null
  return (
    <section
      id="drains"
      className="panel pool-drains"
      aria-labelledby="pool-drains-title"
      data-stale={!fresh || undefined}
    >
      <div className="panel-head">
        <h2 id="pool-drains-title">Drains</h2>
      </div>
      {drains.map((drain) => (
        <DrainPart key={drain.id} drain={drain} nowMs={nowMs} zone={zone} />
      ))}
    </section>
  )
}

function DrainPart({ drain, nowMs, zone }: { drain: Drain; nowMs: number; zone: Zone }) {
  const { server, how, startedAtMs, endedAtMs, sessionsAtStart, sessionsLeft, deadlineFrom, stickyArrivals } =
    drain
  const over = endedAtMs !== null
  return (
    <article className="drain-part" data-drain={drain.id} data-drain-verdict={drain.verdict}>
      <div className="drain-facts">
        <h3>
          {server} <DrainVerdictWord drain={drain} />
        </h3>
        <dl>
          <Fact name={HOW_WORDS[how]}>
            since {formatClock(startedAtMs, zone)}
            {over ? `, over ${formatClock(endedAtMs, zone)}` : `, ${formatSpan(nowMs - startedAtMs)}`}
          </Fact>
          <Fact name="sessions">
            {formatCount(sessionsLeft)} left of {formatCount(sessionsAtStart)}
          </Fact>
          {!over && (
            <Fact name="expected">
              {expectedWords(drain, zone)}
              {deadlineFrom && <span className="quiet">{deadlineFrom}</span>}
            </Fact>
          )}
          <Fact name="persistence">
            {stickyArrivals > 0
              ? `let ${plural(stickyArrivals, 'client')} in since then`
              : 'has let nobody in since then'}
          </Fact>
        </dl>
      </div>
      <figure>
        <DrainCurve drain={drain} nowMs={nowMs} zone={zone} {...CURVE} />
        <figcaption className="quiet">
          sessions left
          {!over && drain.forecast?.openAtDeadline && '; the wedge is what is expected, nine times in ten'}
        </figcaption>
      </figure>
      {!over && (
        <DrainSessions sessions={drain.sessions} left={sessionsLeft} deadline={drain.deadlineMs !== null} />
      )}
      {drain.forecast && !over && <Rests forecast={drain.forecast} />}
    </article>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd suppressHydrationWarning>{children}</dd>
    </div>
  )
}

function Rests({
  forecast: { lifetimes, running, assumptions },
}: {
  forecast: NonNullable<Drain['forecast']>
}) {
  return (
    <details className="rests">
      <summary>
        by {plural(lifetimes, 'lifetime')} of this pool, {formatCount(running)} of them not ended yet
      </summary>
      <ul>
        {assumptions.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </details>
  )
}
