/** What a source could not read, by reason with the last example, and what was lost to a limit. */

import { ColumnHeads } from '../../words/column-heads.tsx'
import { formatCount } from '../../words/format-number.ts'

type Counts = Readonly<Record<string, number>>

const byCount = (counts: Counts) => Object.entries(counts).sort((a, b) => b[1] - a[1])

const COLUMNS = [['times', 'number'], 'reason', 'last example'] as const

export function Rejects({ counts, samples }: { counts: Counts; samples: Readonly<Record<string, string>> }) {
  const rows = byCount(counts)
  if (rows.length === 0) return null
  return (
    <table className="rejects">
      <caption>Rejected; the last good state was kept</caption>
      <ColumnHeads names={COLUMNS} />
      <tbody>
        {rows.map(([reason, count]) => (
          <tr key={reason}>
            <td className="number">{formatCount(count)}</td>
            <th scope="row">{reason}</th>
            <td>
              <code>{samples[reason] ?? ''}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export function Losses({ counts }: { counts: Counts }) {
  const rows = byCount(counts)
  if (rows.length === 0) return null
  return (
    <p className="losses">
      <strong>Lost to a limit:</strong>{' '}
      {rows.map(([limit, count]) => `${formatCount(count)} by ${limit}`).join(', ')}
    </p>
  )
}
