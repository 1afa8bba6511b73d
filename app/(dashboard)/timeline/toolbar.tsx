'use client'
/** What is in sight, in words; the lengths one jumps to; which events are drawn; the filter. */

import { useState } from 'react'
import { useUrlState, useWrittenUrl, writeUrl } from '../../shell/url-state.ts'
import { plural } from '../../words/format-number.ts'
import {
  formatClock,
  formatClockMs,
  formatDate,
  formatSpan,
  type Zone,
  zoneName,
} from '../../words/format-time.ts'
import { Filter } from '../(live)/filter.tsx'
import { GROUPS, type Group } from './class-looks.ts'
import { FindBox } from './find-box.tsx'
import { MarkDrill } from './mark-drill.tsx'
import { around, spanOf, type TimeWindow } from './time-window.ts'
import { useStage, useStaged, useWindowInWords } from './use-stage.ts'

const LENGTHS = [
  { name: '1 m', ms: 60_000 },
  { name: '15 m', ms: 900_000 },
  { name: '1 h', ms: 3_600_000 },
  { name: '6 h', ms: 21_600_000 },
  { name: '24 h', ms: 86_400_000 },
]

export function Toolbar({ hidden, lanes }: { hidden: ReadonlySet<Group>; lanes: number }) {
  const stage = useStage()
  const { filter, find, zone } = useUrlState()
  const following = useStaged((state) => state.following)
  const whole = useStaged((state) => state.view?.whole ?? null)
  // Only where there is little room: elsewhere all of it is in sight.
  const [open, setOpen] = useState(false)
  const narrowed = hidden.size + (filter ? 1 : 0) + (find ? 1 : 0)
  const show = (ms: number) => {
    const { window, pinnedMs } = stage.get()
    if (following) return stage.set({ window: { fromMs: window.toMs - ms, toMs: window.toMs } })
    stage.set({ window: around(pinnedMs ?? (window.fromMs + window.toMs) / 2, ms) })
  }
  return (
    <div className="timeline-bar panel">
      <InSight zone={zone} />
      <fieldset className="timeline-lengths control" aria-label="Length in sight">
        {LENGTHS.map(({ name, ms }) => (
          <button key={name} type="button" onClick={() => show(ms)}>
            {name}
          </button>
        ))}
        <button
          type="button"
          disabled={!whole}
          onClick={() =>
            whole && stage.set({ window: { fromMs: whole.fromMs, toMs: whole.toMs }, following: false })
          }
        >
          all
        </button>
        <button type="button" aria-pressed={following} onClick={() => stage.set({ following: !following })}>
          follow now
        </button>
      </fieldset>
      <button
        type="button"
        className="timeline-fold control"
        aria-expanded={open}
        aria-controls="timeline-more"
        onClick={() => setOpen(!open)}
      >
        {narrowed > 0 ? `Filters (${narrowed})` : 'Filters'}
      </button>
      <div id="timeline-more" className="timeline-more" data-open={open || undefined}>
        <MarkDrill />
        <Groups />
        <Filter value={filter} label="Filter lanes" />
        <FindBox value={find} />
      </div>
      <span className="timeline-count">
        <Total /> on {plural(lanes, 'lane')}
      </span>
    </div>
  )
}

function Groups() {
  const { hidden } = useWrittenUrl()
  return (
    <fieldset className="timeline-groups control">
      <legend className="out-of-sight">Events drawn</legend>
      {Object.entries(GROUPS).map(([group, name]) => (
        <label key={group}>
          <input
            type="checkbox"
            checked={!hidden.includes(group)}
            onChange={() => writeUrl({ hidden: toggled(hidden, group) })}
          />
          {name}
        </label>
      ))}
    </fieldset>
  )
}

function toggled(hidden: readonly string[], group: string): string[] {
  const next = new Set(hidden)
  if (!next.delete(group)) next.add(group)
  return [...next].sort()
}

function InSight({ zone }: { zone: Zone }) {
  const window = useWindowInWords()
  const { date, from, to } = inWords(window, zone)
  return (
    <p className="timeline-insight" suppressHydrationWarning>
      <time dateTime={new Date(window.fromMs).toISOString()}>
        {date} <strong>{from}</strong>
      </time>
      {' – '}
      <time dateTime={new Date(window.toMs).toISOString()}>
        <strong>{to}</strong>
      </time>{' '}
      {zoneName(zone, window.fromMs)} ·{' '}
      {spanOf(window) < 1_000 ? `${Math.round(spanOf(window))} ms` : formatSpan(spanOf(window))}
    </p>
  )
}

function inWords({ fromMs, toMs }: TimeWindow, zone: Zone) {
  const clock = toMs - fromMs < 10_000 ? formatClockMs : formatClock
  const [date, endDate] = [formatDate(fromMs, zone), formatDate(toMs, zone)]
  return {
    date,
    from: clock(fromMs, zone),
    to: `${date === endDate ? '' : `${endDate} `}${clock(toMs, zone)}`,
  }
}

function Total() {
  const view = useStaged((state) => state.view)
  const window = useWindowInWords()
  if (!view) return null
  let inSight = 0
  for (const { cells } of view.lanes)
    for (let i = 0; i < cells.length; i += 3) {
      const atMs = view.fromMs + cells[i + 2]!
      if (atMs >= window.fromMs && atMs < window.toMs) inSight += cells[i + 1]!
    }
  return <>{plural(inSight, 'event')} in sight</>
}
