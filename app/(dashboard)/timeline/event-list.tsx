'use client'
/** Events in words beside the lanes; each leads to its moment, and can be kept at hand. */

import type { EventView } from '#lib/views/live-view'
import { useUrlState, writeUrl } from '../../shell/url-state.ts'
import { EventLine } from '../../words/event-line.tsx'
import type { Zone } from '../../words/format-time.ts'
import { reveal } from './time-window.ts'
import { useStage } from './use-stage.ts'

export const PINS_MOST = 20

export function EventList({ events, zone }: { events: readonly EventView[]; zone: Zone }) {
  const stage = useStage()
  const { pins } = useUrlState()
  const show = (atMs: number) =>
    stage.set({ pinnedMs: atMs, window: reveal(stage.get().window, atMs), following: false })
  const turn = (id: string) =>
    writeUrl({
      pins: pins.includes(id) ? pins.filter((each) => each !== id) : [...pins, id].slice(-PINS_MOST),
    })
  return (
    <ul className="events">
      {events.map((event) => (
        <EventLine
          key={event.id}
          event={event}
          zone={zone}
          onCursor={show}
          pinned={pins.includes(event.id)}
          onPin={turn}
        />
      ))}
    </ul>
  )
}
