/** One text of the postmortem, in Markdown. */

import { type PostmortemFields, TEXT_LIMIT } from '#lib/model/postmortem'

type Name = 'summary' | 'impact' | 'causes' | 'wentWell' | 'wentBadly' | 'lucky'
type Props = {
  name: Name
  label: string
  value: string
  readOnly: boolean
  onChange: (part: Partial<PostmortemFields>) => void
}

const ROWS_LEAST = 3
const ROWS_MOST = 24

export function TextField({ name, label, value, readOnly, onChange }: Props) {
  const rows = Math.min(ROWS_MOST, Math.max(ROWS_LEAST, value.split('\n').length + 1))
  return (
    <div className="field">
      <label htmlFor={`field-${name}`}>{label}</label>
      <textarea
        id={`field-${name}`}
        rows={rows}
        value={value}
        maxLength={TEXT_LIMIT}
        readOnly={readOnly}
        placeholder="Markdown; HTML is shown as text"
        onChange={(event) => onChange({ [name]: event.target.value })}
      />
    </div>
  )
}
