/** Divergent responses: one page as two servers give it, and what session persistence would and would not cure. */

import type { Difference, Finding, GivenVersion } from '#lib/model/finding'
import { ColumnHeads } from '../../../words/column-heads.tsx'
import { formatCount } from '../../../words/format-number.ts'

const COLUMNS = ['page', 'server', 'gives', 'server', 'gives', 'by chance']

export function DifferencesTable({ findings }: { findings: readonly Finding[] }) {
  const told = findings.filter((finding) => finding.kind === 'divergent-responses')
  const pairs = told.flatMap((finding) => finding.differences ?? [])
  if (pairs.length === 0) return null
  const kept = told.some((finding) => finding.facts.persistence === true)
  return (
    <section className="panel differences" aria-labelledby="differences-title">
      <div className="panel-head">
        <h2 id="differences-title">One page, different answers</h2>
        <span className="shown">{pairs.length} pairs of servers</span>
      </div>
      <table className="cards-table">
        <ColumnHeads names={COLUMNS} />
        <tbody>
          {pairs.map((pair) => (
            <PairRow key={`${pair.page} ${pair.a.server} ${pair.b.server}`} pair={pair} />
          ))}
        </tbody>
      </table>
      <p className="nothing">
        {kept
          ? 'A cookie keeps each client with one server here: each of them sees one version, two of them may see two, and who loses his server sees the other one.'
          : 'Session persistence would show each client one version, and so hide this from him; two clients would still see two, and who loses his server sees the other one.'}{' '}
        Only servers that hold the same data cure it.
      </p>
    </section>
  )
}

function PairRow({ pair: { page, a, b, p } }: { pair: Difference }) {
  return (
    <tr data-difference={`${a.server} ${b.server}`}>
      <th scope="row">{page}</th>
      <Given {...a} />
      <Given {...b} />
      <td data-label="by chance">{p < 0.001 ? 'below 1 in 1,000' : `1 in ${formatCount(1 / p)}`}</td>
    </tr>
  )
}

function Given({ server, version, samples, of }: GivenVersion) {
  return (
    <>
      <td data-label="server">{server}</td>
      <td data-label="gives">
        {version}{' '}
        <span className="quiet">
          {formatCount(samples)} of {formatCount(of)} times
        </span>
      </td>
    </>
  )
}
