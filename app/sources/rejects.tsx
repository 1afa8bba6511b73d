/** What a source could not read, by reason with the last example, and what was lost to a limit. */

import { formatCount } from '../words/format-number.ts'

type Counts = Readonly<Record<string, number>>

const byCount = (counts: Counts) => Object.entries(counts).sort((a, b) => b[1] - a[1])

export function Rejects({ counts, samples }: { counts: Counts; samples: Readonly<Record<string, string>> }) {
  const rows = byCount(counts)
  if (rows.length === 0) return null
  return (
    <table className="rejects">
      <caption>Rejected; the last good state was kept</caption>
      <thead>
        <tr>
          <th scope="col" className="number">
            times
          </th>
          <th scope="col">reason</th>
          <th scope="col">last example</th>
        </tr>
      </thead>
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
