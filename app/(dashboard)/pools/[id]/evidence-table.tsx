/** What each server's traffic says, beside what HAProxy claims of it. */

import type { PoolView, ServerView } from '#lib/views/live-view'
import type { ServerEvidenceView } from '#lib/views/pool-detail-view'
import { terminationWords } from '#lib/views/termination-words'
import { ClaimWord, VerdictWord } from '../../../words/claim-word.tsx'
import { ColumnHeads } from '../../../words/column-heads.tsx'
import { formatCount, formatMs } from '../../../words/format-number.ts'
import { StatusClasses } from './status-classes.tsx'
import type { KeptDetail } from './use-pool-detail.ts'

const COLUMNS = [
  ...['server', 'HAProxy claims', 'evidence says', 'answers', 'ended otherwise than well'],
  ...['connect', 'respond', 'tried again', 'asked directly'],
]
const LYING_FIRST = { lying: 0, unproven: 1, agrees: 2, unknown: 3, 'no-traffic': 4 }

type Props = { pool: PoolView; kept: KeptDetail }

export function EvidenceTable({ pool, kept: { detail, failed } }: Props) {
  const byName = new Map(detail?.servers.map((each) => [each.server, each]))
  const told = pool.servers
    .filter((server) => byName.has(server.name))
    .sort((a, b) => LYING_FIRST[a.verdict.kind] - LYING_FIRST[b.verdict.kind])
  const silent = pool.servers.length - told.length
  return (
    <section
      className="panel evidence"
      aria-labelledby="evidence-title"
      data-stale={!pool.fresh || undefined}
    >
      <div className="panel-head">
        <h2 id="evidence-title">Claim against traffic</h2>
        <span className="shown">
          {detail ? `the last ${detail.servers[0]?.overS ?? 30} s of the log` : ''}
        </span>
      </div>
      {told.length > 0 && (
        <table className="cards-table">
          <ColumnHeads names={COLUMNS} />
          <tbody>
            {told.map((server) => (
              <EvidenceRow key={server.name} server={server} evidence={byName.get(server.name)!} />
            ))}
          </tbody>
        </table>
      )}
      {detail === null && <p className="nothing">{failed ?? 'Asking for what the log says…'}</p>}
      {detail !== null && told.length === 0 && (
        <p className="nothing">
          No log line tells of this pool: status codes, termination states and times by server need HAProxy’s
          log. What its statistics say is in the table above.
        </p>
      )}
      {told.length > 0 && silent > 0 && (
        <p className="nothing">Of {formatCount(silent)} more no log line tells.</p>
      )}
      {detail !== null && failed !== null && (
        <p className="nothing" role="status">
          This may be older than now: {failed}.
        </p>
      )}
    </section>
  )
}

function EvidenceRow({ server, evidence }: { server: ServerView; evidence: ServerEvidenceView }) {
  const { claim, verdict, checkProves, name } = server
  const { statuses, terminations, connectMs, responseMs, retries, redispatchedHere, probe } = evidence
  const lying = verdict.kind === 'lying'
  return (
    <tr data-evidence={name} data-verdict={verdict.kind}>
      <th scope="row">{name}</th>
      <td data-label="HAProxy claims">
        <ClaimWord {...claim} />
        <span className="quiet">{checkProves}</span>
      </td>
      <td data-label="evidence says">
        <VerdictWord kind={verdict.kind} reason={verdict.reason} />
      </td>
      <td data-label="answers" className="wide">
        <StatusClasses statuses={statuses} lying={lying} />
      </td>
      <td data-label="ended otherwise than well" className="wide">
        {terminations.map(({ state, count }) => (
          <p key={state}>
            <span className="number">
              {formatCount(count)} × {state}
            </span>{' '}
            <span className="quiet-inline">{terminationWords(state)}</span>
          </p>
        ))}
        {terminations.length === 0 && <span className="quiet">none</span>}
      </td>
      <Times label="connect" times={connectMs} />
      <Times label="respond" times={responseMs} />
      <td data-label="tried again">
        {retries === 0 && redispatchedHere === 0 && <span className="quiet">none</span>}
        {retries > 0 && <p>{formatCount(retries)} retries here</p>}
        {redispatchedHere > 0 && (
          <p title="Another server had failed them: not held against this one">
            {formatCount(redispatchedHere)} came from others
          </p>
        )}
      </td>
      <td data-label="asked directly">
        <Probe probe={probe} claimUp={claim.kind === 'up'} />
      </td>
    </tr>
  )
}

function Times({ label, times }: { label: string; times: ServerEvidenceView['responseMs'] }) {
  return (
    <td data-label={label}>
      {times ? (
        <>
          {formatMs(times.half)} <span className="quiet">95 %: {formatMs(times.most)}</span>
        </>
      ) : (
        '–'
      )}
    </td>
  )
}

function Probe({ probe, claimUp }: { probe: ServerEvidenceView['probe']; claimUp: boolean }) {
  if (!probe) return <span className="quiet">no probe set</span>
  if (probe.failure === null) return <>{probe.path} as expected</>
  return (
    <span className="trouble" data-word-tone={claimUp ? 'lie' : 'down'}>
      {probe.path}: {probe.failure}
      {probe.inARow > 1 && `, ${probe.inARow} in a row`}
    </span>
  )
}
