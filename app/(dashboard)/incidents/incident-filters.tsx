'use client'
/** Which incidents are shown: kind and severity, kept in the address of the page. */

import { useWrittenUrl, writeUrl } from '../../shell/url-state.ts'
import { kindWords } from './severity-word.tsx'

const SEVERITIES = ['critical', 'warning', 'info']

export function IncidentFilters({ kinds }: { kinds: readonly string[] }) {
  const { kind, severity } = useWrittenUrl()
  return (
    <div className="incident-filters control">
      <Choice
        name="Kind"
        value={kind}
        options={kinds.map((each) => [each, kindWords(each)])}
        onChange={(next) => writeUrl({ kind: next })}
      />
      <Choice
        name="Severity"
        value={severity}
        options={SEVERITIES.map((each) => [each, each])}
        onChange={(next) => writeUrl({ severity: next })}
      />
    </div>
  )
}

type ChoiceProps = {
  name: string
  value: string | null
  options: [value: string, words: string][]
  onChange: (value: string | null) => void
}

function Choice({ name, value, options, onChange }: ChoiceProps) {
  // An address may name what is not in the list: then it is shown as it is.
  const known = value === null || options.some(([each]) => each === value)
  return (
    <label>
      {name}
      <select value={value ?? ''} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">all</option>
        {!known && value !== null && <option value={value}>{value}</option>}
        {options.map(([each, words]) => (
          <option key={each} value={each}>
            {words}
          </option>
        ))}
      </select>
    </label>
  )
}
