'use client'

/** All drills with their scores in one table, newest first: whether it gets better is read down a column. */

import type { ScoreSheet } from '#lib/model/drill'
import { RecordLink as Link } from '../../shell/record-link.tsx'
import './drills.css'
import { keptQuery, useUrlState } from '../../shell/url-state.ts'
import { ColumnHeads } from '../../words/column-heads.tsx'
import { formatCount, plural } from '../../words/format-number.ts'
import { formatClock, formatDate, formatSpan, zoneName } from '../../words/format-time.ts'
import { drillHref } from './drill-href.ts'
import { ScoreCells } from './score-cells.tsx'
import { detectWords, lostWords, recoverWords } from './score-words.ts'

const COLUMNS = [
  'drill',
  'when',
  ['time to detect', 'number'],
  ['requests lost', 'number'],
  ['phantoms left', 'number'],
  ['time to recover', 'number'],
] as const

export function DrillsScreen({ sheets }: { sheets: ScoreSheet[] }) {
  const { zone, ...url } = useUrlState()
  const query = keptQuery({ zone, ...url })
  return (
    <div className="drills-page">
      <section className="headline">
        <h1>
          {sheets.length === 0
            ? 'No drill has been marked yet.'
            : `${plural(sheets.length, 'drill')} on record.`}
        </h1>
        <p>
          Break something on purpose, then choose its stretch on the{' '}
          <Link href={`/timeline${query}`}>timeline</Link> and mark it as a drill: it gets a score sheet.
        </p>
      </section>
      {sheets.length > 0 && (
        <section className="panel" aria-label="Drills">
          <table className="cards-table drills">
            <ColumnHeads names={COLUMNS} />
            <tbody>
              {sheets.map((sheet) => {
                const { drill, phantomsLeft } = sheet
                return (
                  <tr key={drill.id} data-drill={drill.id}>
                    <th scope="row">
                      <Link href={drillHref(drill.id, query)}>{drill.name}</Link>
                    </th>
                    <td data-label="when">
                      {formatDate(drill.fromMs, zone)} {formatClock(drill.fromMs, zone)}{' '}
                      {zoneName(zone, drill.fromMs)}, {formatSpan(drill.toMs - drill.fromMs)}
                    </td>
                    <ScoreCells
                      figures={[
                        ['time to detect', detectWords(sheet)],
                        ['requests lost', lostWords(sheet)],
                        ['phantoms left', formatCount(phantomsLeft)],
                        ['time to recover', recoverWords(sheet)],
                      ]}
                    />
                  </tr>
                )
              })}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )
}
