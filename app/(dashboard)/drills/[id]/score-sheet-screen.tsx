'use client'

/** A drill's score: how soon it was found, what it cost, what it left behind, how soon all was well; incident by incident. */

import { useRouter } from 'next/navigation'
import type { DrillIncident, ScoreSheet } from '#lib/model/drill'
import { RecordLink as Link } from '../../../shell/record-link.tsx'
import '../drills.css'
import { useMay } from '../../../shell/person.tsx'
import { keptQuery, useUrlState } from '../../../shell/url-state.ts'
import { ColumnHeads } from '../../../words/column-heads.tsx'
import { formatCount, formatMs, plural } from '../../../words/format-number.ts'
import { formatClock, formatClockMs, formatDate, formatSpan, zoneName } from '../../../words/format-time.ts'
import { incidentHref } from '../../incidents/incident-row.tsx'
import { ConfirmButton } from '../../people/confirm-button.tsx'
import { useChange } from '../../people/use-change.ts'
import { ScoreCells } from '../score-cells.tsx'
import { detectWords, lostWords, recoverWords } from '../score-words.ts'

const COLUMNS = [
  'incident',
  'began',
  ['time to detect', 'number'],
  ['phantoms', 'number'],
  ['left at the end', 'number'],
  ['terminals', 'number'],
  ['sessions cut', 'number'],
  ['time to recover', 'number'],
] as const

export function ScoreSheetScreen({ sheet }: { sheet: ScoreSheet }) {
  const url = useUrlState()
  const { drill, incidents, requests } = sheet
  const { zone } = url
  const query = keptQuery(url)
  return (
    <div className="drills-page" data-drill={drill.id}>
      <section className="headline">
        <p className="crumbs">
          <Link href={`/drills${query}`}>Drills</Link> / <strong>{drill.name}</strong>
        </p>
        <h1>{sentence(sheet)}</h1>
        <p>
          {formatDate(drill.fromMs, zone)} {formatClock(drill.fromMs, zone)} to{' '}
          {formatClock(drill.toMs, zone)} {zoneName(zone, drill.fromMs)},{' '}
          {formatSpan(drill.toMs - drill.fromMs)}; marked by {drill.by || 'someone'}.{' '}
          <Link href={`/timeline?from=${drill.fromMs}&to=${drill.toMs}`}>On the timeline</Link>
        </p>
      </section>
      <dl className="score panel">
        <Score name="time to detect" value={detectWords(sheet)} note="the slowest of its incidents" />
        <Score
          name="requests lost"
          value={lostWords(sheet)}
          note={
            requests === null
              ? 'no pool told its rates'
              : `over ${plural(requests.pools, 'pool')}, from rates every ${requests.resolutionS} s; what never reached a load balancer is not among them`
          }
        />
        <Score
          name="connections left as phantoms"
          value={formatCount(sheet.phantomsLeft)}
          note="that still looked alive when the drill ended, and were not"
        />
        <Score name="time to recover" value={recoverWords(sheet)} note="to the end of its last finding" />
      </dl>
      {incidents.length > 0 && (
        <section className="panel" aria-label="Incidents of the drill">
          <table className="cards-table drills">
            <ColumnHeads names={COLUMNS} />
            <tbody>
              {incidents.map((one) => (
                <IncidentScore
                  key={one.id}
                  incident={one}
                  began={formatClockMs(one.startedAtMs, zone)}
                  query={query}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Unmark sheet={sheet} />
    </div>
  )
}

function sentence(sheet: ScoreSheet): string {
  const { drill, incidents, phantomsLeft } = sheet
  if (incidents.length === 0) return `Nothing was found during “${drill.name}”.`
  const left = phantomsLeft > 0 ? ` ${plural(phantomsLeft, 'connection')} stayed behind as phantoms.` : ''
  const well =
    sheet.recoverMs === null
      ? 'it was not over when the drill ended'
      : `all was well after ${recoverWords(sheet)}`
  return `Found after ${detectWords(sheet)}; ${well}.${left}`
}

function Score({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div data-score={name}>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <span>{note}</span>
      </dd>
    </div>
  )
}

function IncidentScore({
  incident,
  began,
  query,
}: {
  incident: DrillIncident
  began: string
  query: string
}) {
  const { id, title, startedErrorMs, detectMs, recoverMs, phantoms, phantomsLeft, terminals, cut } = incident
  return (
    <tr data-incident={id}>
      <th scope="row">
        <Link href={incidentHref(id, query)}>{title}</Link>
      </th>
      <td data-label="began">
        {began}
        {startedErrorMs >= 1 && ` ± ${formatMs(startedErrorMs)}`}
      </td>
      <ScoreCells
        figures={[
          ['time to detect', formatMs(detectMs)],
          ['phantoms', formatCount(phantoms)],
          ['left at the end', formatCount(phantomsLeft)],
          ['terminals', formatCount(terminals)],
          ['sessions cut', formatCount(cut)],
          ['time to recover', recoverMs === null ? 'not within the drill' : formatMs(recoverMs)],
        ]}
      />
    </tr>
  )
}

function Unmark({ sheet: { drill } }: { sheet: ScoreSheet }) {
  const router = useRouter()
  const { busy, said, change } = useChange()
  if (!useMay('drill')) return null
  const unmark = async () => {
    if (await change('DELETE', `/api/v1/drills/${drill.id}`)) router.push('/drills')
  }
  return (
    <p className="control">
      <ConfirmButton
        name="It was no drill"
        effect="Its mark and score sheet go; what happened stays on record."
        busy={busy}
        act={() => void unmark()}
      />
      {said && <span role="alert"> {said}</span>}
    </p>
  )
}
