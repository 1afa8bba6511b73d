/** Terminals that stand still: which command, since when, and the connection that it waits for. */

import type { Finding } from '#lib/model/finding'
import { ColumnHeads } from '../../../words/column-heads.tsx'
import { formatClock, type Zone } from '../../../words/format-time.ts'
import { Shape } from '../../../words/shape.tsx'
import { CLASS_WORDS } from './class-words.ts'

const COLUMNS = ['terminal', 'command', 'still since', 'waits for', 'its connection']

export function TerminalsTable({ findings, zone }: { findings: readonly Finding[]; zone: Zone }) {
  const stalled = findings.filter((finding) => finding.kind === 'stalled-terminal')
  if (stalled.length === 0) return null
  return (
    <section className="panel terminals" aria-labelledby="terminals-title">
      <div className="panel-head">
        <h2 id="terminals-title">Terminals that stand still</h2>
        <span className="shown">{stalled.length}</span>
      </div>
      <table className="cards-table">
        <ColumnHeads names={COLUMNS} />
        <tbody>
          {stalled.map((finding) => (
            <TerminalRow key={finding.id} finding={finding} zone={zone} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function TerminalRow({ finding, zone }: { finding: Finding; zone: Zone }) {
  const { subjects, facts, connections, startedAtMs, endedAtMs } = finding
  const terminal = subjects.find((subject) => subject.type === 'terminal')?.id ?? 'unknown'
  const connection = connections[0]
  const command = facts.command ?? 'not known'
  return (
    <tr data-terminal={terminal}>
      <th scope="row">{terminal}</th>
      <td data-label="command">
        {command}
        {facts.pid !== null && facts.pid !== undefined && ` (${facts.pid})`}
      </td>
      <td data-label="still since">
        {formatClock(startedAtMs, zone)}
        {endedAtMs !== null && ` until ${formatClock(endedAtMs, zone)}`}
      </td>
      <td data-label="waits for" className="wide">
        {connection ? `${connection.local} → ${connection.remote}` : (facts.socket ?? 'not known')}
      </td>
      <td data-label="its connection">
        {connection ? (
          <span className="trouble" data-word-tone="lie">
            <Shape name="lying" />
            {CLASS_WORDS[connection.class][0]}
          </span>
        ) : (
          'not known'
        )}
      </td>
    </tr>
  )
}
