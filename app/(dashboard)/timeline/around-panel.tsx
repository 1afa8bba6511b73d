'use client'
/** What lies around the moment that was chosen: its events in words, its incident, what people wrote; and what to do from here. */

import { RecordLink as Link } from '../../shell/record-link.tsx'
import './around.css'
import { formatClockMs, formatDate, formatSpan, type Zone } from '../../words/format-time.ts'
import { poolHref } from '../(live)/use-row-keys.ts'
import { incidentHref } from '../incidents/incident-row.tsx'
import { AnnotationForm } from './annotation-form.tsx'
import { AnnotationList } from './annotation-list.tsx'
import { EventList } from './event-list.tsx'
import { PickedPanel } from './picked-panel.tsx'
import { useAround } from './use-around.ts'
import { useStaged } from './use-stage.ts'

export function AroundPanel({ zone }: { zone: Zone }) {
  const pinnedMs = useStaged((state) => state.pinnedMs)
  return (
    <aside className="timeline-around panel" aria-labelledby="around-title">
      <PickedPanel zone={zone} />
      <h2 id="around-title">{pinnedMs === null ? 'No moment chosen' : 'Around this moment'}</h2>
      {pinnedMs === null ? <HowTo /> : <Around pinnedMs={pinnedMs} zone={zone} />}
    </aside>
  )
}

function HowTo() {
  return (
    <p className="around-how">
      Click a moment, or press <kbd>]</kbd> for the next event. Drag to pan, <kbd>Ctrl</kbd>+wheel or{' '}
      <kbd>w</kbd> <kbd>s</kbd> to zoom, drag on the ruler to choose a stretch.
    </p>
  )
}

function Around({ pinnedMs, zone }: { pinnedMs: number; zone: Zone }) {
  const lane = useStaged((state) => state.lane)
  const { events, spanMs } = useAround(pinnedMs, lane)
  const at = Math.round(pinnedMs)
  return (
    <>
      <p className="around-when">
        <time dateTime={new Date(at).toISOString()}>
          {formatDate(at, zone)} <strong>{formatClockMs(at, zone)}</strong>
        </time>
        <FromCursor pinnedMs={pinnedMs} />
      </p>
      <p className="around-lane">{lane ? <code>{lane}</code> : 'every lane'}</p>
      <KnownThen atMs={at} lane={lane} />
      <Bar />
      <h3>Events within {formatSpan(spanMs)}</h3>
      {events === null && <p className="around-none">Reading …</p>}
      {events?.length === 0 && <p className="around-none">None here.</p>}
      <EventList events={events ?? []} zone={zone} />
      <AnnotationList zone={zone} />
      <AnnotationForm atMs={at} lane={lane} />
    </>
  )
}

/** What the other pages showed then. */
function KnownThen({ atMs, lane }: { atMs: number; lane: string | null }) {
  const type = useStaged((state) => state.view?.lanes.find((each) => each.id === lane)?.type ?? null)
  const pool = type === 'pool' || type === 'server' ? lane!.split('/').slice(0, 2).join('/') : null
  return (
    <p className="around-then">
      As known then: <Link href={`/?at=${atMs}`}>everything</Link>
      {pool && (
        <>
          {' · '}
          <Link href={poolHref(pool, `?at=${atMs}`)}>{pool}</Link>
        </>
      )}
    </p>
  )
}

function FromCursor({ pinnedMs }: { pinnedMs: number }) {
  const cursorMs = useStaged((state) => state.cursorMs)
  if (cursorMs === null) return null
  const by = cursorMs - pinnedMs
  return (
    <span className="around-from">
      cursor {by < 0 ? '−' : '+'}
      {Math.abs(by) < 1_000 ? `${Math.round(Math.abs(by))} ms` : formatSpan(Math.abs(by))}
    </span>
  )
}

/** The incident that was chosen, or those that lasted at this moment. */
function Bar() {
  const view = useStaged((state) => state.view)
  const selection = useStaged((state) => state.selection)
  const pinnedMs = useStaged((state) => state.pinnedMs) ?? 0
  const bars = (view?.bars ?? []).filter(
    (bar) =>
      bar.id === selection ||
      (bar.startedAtMs <= pinnedMs && (bar.endedAtMs ?? Number.POSITIVE_INFINITY) >= pinnedMs),
  )
  if (bars.length === 0) return null
  return (
    <ul className="around-incidents">
      {bars.slice(0, 5).map((bar) => (
        <li key={bar.id} data-severity={bar.severity}>
          <Link href={incidentHref(bar.id, '')}>{bar.title}</Link>
          <span>
            {' '}
            {bar.endedAtMs === null ? 'goes on' : `lasted ${formatSpan(bar.endedAtMs - bar.startedAtMs)}`}
          </span>
        </li>
      ))}
    </ul>
  )
}
