/** How many answers of each class: a bar of their shares, and the numbers. */

import { formatCount } from '../../../words/format-number.ts'

const CLASSES = [
  ['1xx', 'muted'],
  ['2xx', 'muted'],
  ['3xx', 'faint'],
  ['4xx', 'going-down'],
  ['5xx', 'down'],
  ['without a status', 'down'],
] as const

export function StatusClasses({ statuses, lying }: { statuses: readonly number[]; lying: boolean }) {
  const total = statuses.reduce((sum, count) => sum + count, 0)
  if (total === 0) return <span className="quiet">none in this time</span>
  const parts = CLASSES.flatMap(([name, tone], at) => {
    const count = statuses[at] ?? 0
    return count > 0 ? [{ name, count, tone: tone === 'down' && lying ? 'lie' : tone }] : []
  })
  return (
    <>
      <span className="status-bar" aria-hidden="true">
        {parts.map(({ name, count, tone }) => (
          <span key={name} data-part={tone} style={{ flexGrow: count }} />
        ))}
      </span>
      <span className="status-words">
        {parts.map(({ name, count, tone }) => (
          <span
            key={name}
            className="number"
            data-tone={tone === 'muted' || tone === 'faint' ? undefined : tone}
          >
            {formatCount(count)} × {name}
          </span>
        ))}
      </span>
    </>
  )
}
