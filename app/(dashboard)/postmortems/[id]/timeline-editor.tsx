/** The postmortem's own timeline: moments in words, each with the event that it rests on where there is one. */

import type { LbEvent } from '#lib/model/lb-event'
import { ENTRY_LIMIT, type PostmortemFields, TIMELINE_LIMIT, type TimelineEntry } from '#lib/model/postmortem'
import { utc } from '#lib/postmortems/to-markdown'

type Props = {
  entries: TimelineEntry[]
  events: readonly LbEvent[]
  readOnly: boolean
  onChange: (part: Partial<PostmortemFields>) => void
}

export function TimelineEditor({ entries, events, readOnly, onChange }: Props) {
  const set = (timeline: TimelineEntry[]) => onChange({ timeline })
  const change = (id: string, part: Partial<TimelineEntry>) =>
    set(entries.map((entry) => (entry.id === id ? { ...entry, ...part } : entry)))
  const byId = new Map(events.map((event) => [event.id, event]))
  const add = () => {
    const atMs = entries.at(-1)?.atMs ?? events[0]?.atMs ?? 0
    set([...entries, { id: newId('t', entries), atMs, text: '', eventId: null }])
  }
  return (
    <section className="panel shared-table" aria-labelledby="edit-timeline">
      <h2 id="edit-timeline">Timeline</h2>
      <table className="rows-table">
        <thead>
          <tr>
            <th scope="col">Time, UTC</th>
            <th scope="col">What</th>
            <th scope="col">Rests on</th>
            <th scope="col">
              <span className="out-of-sight">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className="narrow">
                <input
                  aria-label="Time, UTC"
                  defaultValue={utc(entry.atMs)}
                  readOnly={readOnly}
                  onBlur={(event) => {
                    const atMs = readUtc(event.target.value)
                    if (atMs === null) event.target.value = utc(entry.atMs)
                    else if (atMs !== Math.floor(entry.atMs)) change(entry.id, { atMs })
                  }}
                />
              </td>
              <td>
                <textarea
                  aria-label="What happened"
                  rows={2}
                  value={entry.text}
                  maxLength={ENTRY_LIMIT}
                  readOnly={readOnly}
                  onChange={(event) => change(entry.id, { text: event.target.value })}
                />
              </td>
              <td className="narrow quiet">
                {entry.eventId === null ? '–' : (byId.get(entry.eventId)?.text ?? 'an event')}
              </td>
              <td className="slim">
                {!readOnly && (
                  <button type="button" onClick={() => set(entries.filter(({ id }) => id !== entry.id))}>
                    Remove
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!readOnly && entries.length < TIMELINE_LIMIT && (
        <button type="button" onClick={add}>
          Add a moment
        </button>
      )}
    </section>
  )
}

export function newId(prefix: string, entries: readonly { id: string }[]): string {
  const used = new Set(entries.map(({ id }) => id))
  let number = entries.length + 1
  while (used.has(`${prefix}${number}`)) number++
  return `${prefix}${number}`
}

/** Null where it is no moment. */
function readUtc(text: string): number | null {
  const atMs = Date.parse(`${text.trim().replace(' ', 'T')}Z`)
  return Number.isFinite(atMs) && atMs >= 0 ? atMs : null
}
