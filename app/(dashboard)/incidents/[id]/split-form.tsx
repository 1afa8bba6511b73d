'use client'
/** Makes an incident of its own of the findings that are chosen. */

import { useState } from 'react'
import type { Incident } from '#lib/model/incident'
import { plural } from '../../../words/format-number.ts'
import { HandleForm } from './handle-form.tsx'
import { useDeed } from './use-deed.ts'

type Props = { incident: Incident; onDone: (incident: Incident) => void; onLeave: () => void }

export function SplitForm({ incident, onDone, onLeave }: Props) {
  const { findings } = incident
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set())
  const { busy, problem, deed } = useDeed(incident.id, onDone)
  const toggle = (id: string) => {
    const next = new Set(taken)
    if (!next.delete(id)) next.add(id)
    setTaken(next)
  }
  const first = findings.find((finding) => taken.has(finding.id))
  const possible = first !== undefined && taken.size < findings.length
  const becomes = taken.size === 1 ? 'becomes' : 'become'
  const effect = possible
    ? `${plural(taken.size, 'finding')} ${becomes} an incident that leads with “${first.text}”; ${plural(findings.length - taken.size, 'finding')} ${findings.length - taken.size === 1 ? 'stays' : 'stay'} here. What is found later brings the two together no more.`
    : 'Choose what does not belong here; at least one finding must stay.'
  return (
    <HandleForm
      name="Split it"
      effect={effect}
      act={possible ? () => void deed('POST', 'split', { findingIds: [...taken] }) : null}
      {...{ busy, problem, onLeave }}
    >
      <ul className="handle-choices">
        {findings.map(({ id, text }) => (
          <li key={id}>
            <label>
              <input type="checkbox" checked={taken.has(id)} onChange={() => toggle(id)} /> {text}
            </label>
          </li>
        ))}
      </ul>
    </HandleForm>
  )
}
