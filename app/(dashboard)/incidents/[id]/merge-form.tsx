'use client'
/** Puts another incident of about the same time into this one. */

import { useState } from 'react'
import type { Incident } from '#lib/model/incident'
import { useAsked } from '../../../shell/use-asked.ts'
import { plural } from '../../../words/format-number.ts'
import { formatClock, formatDate, type Zone } from '../../../words/format-time.ts'
import { HandleForm } from './handle-form.tsx'
import { useDeed } from './use-deed.ts'

type Props = {
  incident: Incident
  zone: Zone
  onDone: (incident: Incident) => void
  onLeave: () => void
}

/** Incidents that touch this stretch before and after it are offered. */
const NEAR_MS = 21_600_000
const OFFERED_MOST = 50
const NONE: Incident[] = []

export function MergeForm({ incident, zone, onDone, onLeave }: Props) {
  const [otherId, setOtherId] = useState<string | null>(null)
  const { busy, problem, deed } = useDeed(incident.id, onDone)
  const from = Math.max(0, Math.floor(incident.startedAtMs - NEAR_MS))
  const to = Math.ceil((incident.endedAtMs ?? incident.detectedAtMs) + NEAR_MS)
  const near = useAsked(`/api/v1/incidents?from=${from}&to=${to}&limit=${OFFERED_MOST + 1}`, NONE, 'once')
  const offered = near.value.filter((one) => one.id !== incident.id).slice(0, OFFERED_MOST)
  const other = offered.find((one) => one.id === otherId)
  return (
    <HandleForm
      name="Merge it into this one"
      effect={
        other
          ? `Its ${plural(other.findings.length, 'finding')} and comments come here, and its address leads here.`
          : offered.length > 0
            ? 'Choose the incident that is part of this one.'
            : near.asked
              ? 'No other incident began or lasted within six hours of it.'
              : 'Looking for others of about the same time.'
      }
      act={other ? () => void deed('POST', 'merge', { otherId: other.id }) : null}
      {...{ busy, problem: problem || (near.failed ?? ''), onLeave }}
    >
      <ul className="handle-choices">
        {offered.map(({ id, title, startedAtMs }) => (
          <li key={id}>
            <label>
              <input type="radio" name="other" checked={id === otherId} onChange={() => setOtherId(id)} />{' '}
              <span className="choice-when">
                {formatDate(startedAtMs, zone)} {formatClock(startedAtMs, zone)}
              </span>{' '}
              {title}
            </label>
          </li>
        ))}
      </ul>
    </HandleForm>
  )
}
