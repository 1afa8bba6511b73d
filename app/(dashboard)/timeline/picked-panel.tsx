'use client'
/** What was found, and what is kept at hand. */

import { useUrlState } from '../../shell/url-state.ts'
import { plural } from '../../words/format-number.ts'
import type { Zone } from '../../words/format-time.ts'
import { EventList } from './event-list.tsx'
import { FOUND_MOST } from './use-search.ts'
import { useStaged } from './use-stage.ts'

export function PickedPanel({ zone }: { zone: Zone }) {
  const found = useStaged((state) => state.found)
  const pinned = useStaged((state) => state.pinned)
  const { find } = useUrlState()
  return (
    <>
      {find.trim() !== '' && (
        <section aria-labelledby="found-title" className="picked" data-found={found?.length}>
          <h3 id="found-title" aria-live="polite">
            {found === null ? `Looking for “${find.trim()}” …` : foundWords(found.length, find.trim())}
          </h3>
          <EventList events={found ?? []} zone={zone} />
        </section>
      )}
      {pinned.length > 0 && (
        <section aria-labelledby="pinned-title" className="picked" data-pinned={pinned.length}>
          <h3 id="pinned-title">Kept at hand</h3>
          <EventList events={pinned} zone={zone} />
        </section>
      )}
    </>
  )
}

function foundWords(count: number, words: string): string {
  if (count >= FOUND_MOST) return `The newest ${FOUND_MOST} events in sight with “${words}”`
  return `${plural(count, 'event')} in sight with “${words}”`
}
