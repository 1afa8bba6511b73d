/** Drains that were cut short: how many sessions, by what, and what had been foretold. */

import type { Finding } from '#lib/model/finding'
import { CUT_BY, HOW_WORDS } from '../../../forecast/drain-words.ts'
import { ColumnHeads } from '../../../words/column-heads.tsx'
import { formatCount } from '../../../words/format-number.ts'
import { formatClock, formatSpan, type Zone } from '../../../words/format-time.ts'

const COLUMNS = ['server', 'drained by', 'cut', 'by what', 'foretold', 'deadline', 'lasted']

export function CutDrainsTable({ findings, zone }: { findings: readonly Finding[]; zone: Zone }) {
  const cut = findings.filter((finding) => finding.kind === 'cut-drain')
  if (cut.length === 0) return null
  return (
    <section className="panel cut-drains" aria-labelledby="cut-title">
      <div className="panel-head">
        <h2 id="cut-title">Sessions that were cut</h2>
      </div>
      <table className="cards-table">
        <ColumnHeads names={COLUMNS} />
        <tbody>
          {cut.map((finding) => (
            <CutRow key={finding.id} finding={finding} zone={zone} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null)

function CutRow({ finding: { subjects, facts }, zone }: { finding: Finding; zone: Zone }) {
  const server = subjects.find((subject) => subject.type === 'server')?.id ?? 'not known'
  const how = String(facts.how ?? '')
  const deadlineMs = number(facts.deadlineMs)
  const foretold = number(facts.foretold)
  const causes = String(facts.cause ?? '').split(', ')
  return (
    <tr data-cut-drain={server}>
      <th scope="row">{server.slice(server.indexOf('/') + 1)}</th>
      <td data-label="drained by">
        {Object.hasOwn(HOW_WORDS, how) ? HOW_WORDS[how as keyof typeof HOW_WORDS] : how}
      </td>
      <td data-label="cut">
        <span data-tone="down">{formatCount(number(facts.cut))}</span> of{' '}
        {formatCount(number(facts.ofSessions))}
      </td>
      <td data-label="by what">
        {causes.map((cause) => (
          <p key={cause}>{CUT_BY[cause] ?? cause}</p>
        ))}
      </td>
      <td data-label="foretold">
        {foretold === null ? 'nothing: no deadline, or too few lifetimes' : formatCount(foretold)}
      </td>
      <td data-label="deadline">
        {deadlineMs === null ? 'none known' : formatClock(deadlineMs, zone)}
        {facts.deadlineFrom && <span className="quiet">{String(facts.deadlineFrom)}</span>}
      </td>
      <td data-label="lasted">{formatSpan(number(facts.lastedMs) ?? 0)}</td>
    </tr>
  )
}
