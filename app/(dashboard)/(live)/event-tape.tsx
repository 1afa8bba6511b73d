'use client'
/** What changed, newest first: when and how surely, who, from what to what, told by which sources. */

import { memo } from 'react'
import type { EventView } from '#lib/views/live-view'
import { useLive } from '../../shell/live-provider.tsx'
import { useUrlState } from '../../shell/url-state.ts'
import { EventLine } from '../../words/event-line.tsx'
import { gatherEvents } from './gather-events.ts'

const NO_EVENTS: EventView[] = []
const SHOWN = 60

export function EventTape({ onCursor }: { onCursor: (atMs: number) => void }) {
  const events = useLive((state) => state.shown?.events ?? NO_EVENTS)
  const { zone } = useUrlState()
  return (
    <div className="tape panel">
      <div className="panel-head">
        <h2 id="tape-title">Events · newest first</h2>
        {events.length > SHOWN && <span className="shown">newest {SHOWN}</span>}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by key */}
      <section className="tape-scroll" tabIndex={0} aria-label="Events, newest first">
        <Lines events={events} zone={zone} onCursor={onCursor} />
      </section>
      {events.length === 0 && <p className="nothing">Nothing has changed since Polygraph began to watch.</p>}
    </div>
  )
}

const Lines = memo(function Lines({
  events,
  zone,
  onCursor,
}: Omit<Parameters<typeof EventLine>[0], 'event'> & { events: EventView[] }) {
  return (
    <ol>
      {gatherEvents(events)
        .slice(0, SHOWN)
        .map((event) => (
          <EventLine key={event.id} event={event} zone={zone} onCursor={onCursor} />
        ))}
    </ol>
  )
})
