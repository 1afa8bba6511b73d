'use client'
/** Closes an incident: bookkeeping, which hides nothing that lasts. */

import { useState } from 'react'
import type { Incident } from '#lib/model/incident'
import { REASON_CHARS } from '#lib/model/incident-act'
import { plural } from '../../../words/format-number.ts'
import { HandleForm } from './handle-form.tsx'
import { useDeed } from './use-deed.ts'

type Props = { incident: Incident; onDone: (incident: Incident) => void; onLeave: () => void }

export function CloseForm({ incident, onDone, onLeave }: Props) {
  const [text, setText] = useState('')
  const { busy, problem, deed } = useDeed(incident.id, onDone)
  const lasting = incident.findings.filter((finding) => finding.endedAtMs === null).length
  const stays =
    lasting === 0
      ? ''
      : `${plural(lasting, 'finding')} still ${lasting === 1 ? 'lasts' : 'last'}, and the live page goes on showing it. `
  return (
    <HandleForm
      name="Close it"
      effect={`${stays}Anything new of it opens it again.`}
      act={() => void deed('POST', 'close', { text })}
      {...{ busy, problem, onLeave }}
    >
      <label>
        What came of it
        <input
          value={text}
          maxLength={REASON_CHARS}
          // biome-ignore lint/a11y/noAutofocus: the form was opened by the press just now
          autoFocus
          onChange={(event) => setText(event.target.value)}
        />
      </label>
    </HandleForm>
  )
}
