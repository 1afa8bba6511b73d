/** What the pool survives: the load on those that stay after each loss, and the estimates it rests on. */

import type { Loss, PoolRisk } from '#lib/model/pool-risk'
import { BandBar } from '../../../forecast/band-bar.tsx'
import { growthClause, isKnown, rateRange, shareBand, spanRange } from '../../../forecast/format-band.ts'
import { CAPACITY_WORDS, loadTone, survivesWords } from '../../../forecast/risk-words.ts'
import { TierWord } from '../../../forecast/tier-word.tsx'
import { ColumnHeads } from '../../../words/column-heads.tsx'
import { formatRate, plural } from '../../../words/format-number.ts'
import { Strikes } from '../../../words/strikes.tsx'

const LOSSES_SHOWN = 8
const STRIKES_SHOWN = 6
/** The scale ends where the shown losses do, but not where a hopeless one would. */
const LEAST_SCALE = 1.25
const MOST_SCALE = 3

export function PoolRiskPanel({ risk, fresh }: { risk: PoolRisk | undefined; fresh: boolean }) {
  return (
    <section
      id="survives"
      className="panel pool-risk"
      aria-labelledby="risk-title"
      data-stale={!fresh || undefined}
    >
      <div className="panel-head">
        <h2 id="risk-title">What it survives</h2>
        {risk && (
          <span className="shown">
            <TierWord tier={risk.tier} />
          </span>
        )}
      </div>
      {risk ? (
        <Known risk={risk} />
      ) : (
        <p className="nothing">Not worked out yet: it needs traffic to go by.</p>
      )}
    </section>
  )
}

function Known({ risk }: { risk: PoolRisk }) {
  if (risk.unknown !== null)
    return (
      <>
        <p className="risk-lead">Nothing can be said of it: {risk.unknown}.</p>
        <Capacities risk={risk} />
      </>
    )
  return (
    <>
      <p className="risk-lead">
        It {survivesWords(risk)}; {growthClause(risk.headroom)}.{' '}
        <span className="quiet-inline">
          {formatRate(risk.requestsPerS)} requests/s, {risk.attemptsPerRequest.toFixed(2)} attempts each, on{' '}
          {plural(risk.servers, 'server')}.
        </span>
      </p>
      <div className="risk-parts">
        <Losses losses={risk.losses} />
        <div>
          <FurtherEviction risk={risk} />
          <StrikesLeft risk={risk} />
          <Capacities risk={risk} />
        </div>
      </div>
      <details className="rests">
        <summary>what this assumes</summary>
        <ul>
          {risk.assumptions.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      </details>
    </>
  )
}

const COLUMNS = ['lost', 'load on the survivors', 'on the one hit hardest'] as const

function Losses({ losses }: { losses: readonly Loss[] }) {
  if (losses.length === 0) return <p className="quiet">There is no server that it could lose and go on.</p>
  const shown = losses.slice(0, LOSSES_SHOWN)
  const more = losses.length - shown.length
  const highs = shown.flatMap(({ load, hottest }) => [load.high, hottest?.load.high ?? 0]).filter(isKnown)
  const scale = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, ...highs))
  return (
    <div className="risks">
      <table className="cards-table">
        <caption className="out-of-sight">
          Load on the survivors after losing servers; 100 % is all they can serve
        </caption>
        <ColumnHeads names={COLUMNS} />
        <tbody>
          {shown.map(({ k, servers, load, hottest }) => (
            <tr key={k} data-loss={k}>
              <th scope="row">
                {k}
                <span className="quiet">{namesOf(servers)}</span>
              </th>
              <td data-label="load on the survivors">
                <Load load={load} scale={scale} />
              </td>
              <td data-label="on the one hit hardest">
                {hottest ? (
                  <>
                    <Load load={hottest.load} scale={scale} />
                    <span className="quiet">{hottest.server}</span>
                  </>
                ) : (
                  '–'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p className="nothing">Losing more than {LOSSES_SHOWN} is not listed.</p>}
    </div>
  )
}

function Load({ load, scale }: { load: Loss['load']; scale: number }) {
  return (
    <>
      <BandBar band={load} max={scale} mark={1} tone={loadTone(load.high)} />
      <span className="band-words">{shareBand(load)}</span>
    </>
  )
}

function FurtherEviction({ risk: { furtherEviction } }: { risk: PoolRisk }) {
  return (
    <div className="risk-fact">
      <h3>After losing one, a further eviction</h3>
      {furtherEviction === null ? (
        <p className="quiet">Not worked out: the check settings are not known.</p>
      ) : (
        <p>
          <BandBar band={furtherEviction.chance} max={1} tone={chanceTone(furtherEviction.chance.high)} />
          <span className="band-words">
            {shareBand(furtherEviction.chance)} within {Math.round(furtherEviction.withinMs / 1000)} s
          </span>
          <span className="quiet">
            {furtherEviction.runs > 0
              ? `${plural(furtherEviction.runs, 'simulated run')}`
              : 'by formula; the simulation is still to come'}
          </span>
        </p>
      )}
    </div>
  )
}

const chanceTone = (high: number) => (high >= 0.5 ? 'down' : high >= 0.1 ? 'going-down' : 'muted')

function StrikesLeft({ risk: { strikes } }: { risk: PoolRisk }) {
  const shown = [...strikes].sort((a, b) => a.left - b.left).slice(0, STRIKES_SHOWN)
  if (shown.length === 0) return null
  return (
    <div className="risk-fact">
      <h3>Strikes left</h3>
      <ul>
        {shown.map(({ server, left, of, evictedInMs }) => (
          <li key={server}>
            {server} <Strikes left={left} of={of} />
            {evictedInMs && (
              <span data-tone="going-down">
                {' '}
                evicted in {spanRange(evictedInMs.fromMs, evictedInMs.toMs)} if it goes on failing
              </span>
            )}
          </li>
        ))}
      </ul>
      {strikes.length > shown.length && <p className="quiet">of the others none has fewer</p>}
    </div>
  )
}

function Capacities({ risk: { capacities, capacityBy } }: { risk: PoolRisk }) {
  if (capacities.length === 0)
    return (
      <div className="risk-fact">
        <h3>What a server can serve</h3>
        <p className="quiet">
          No estimate yet: it takes traffic, and a maxconn or seconds in which a server was full.
        </p>
      </div>
    )
  return (
    <div className="risk-fact">
      <h3>What a server can serve</h3>
      <ul>
        {capacities.map(({ source, server, lowPerS, highPerS, assumption }) => (
          <li key={`${source} ${server}`} data-used={source === capacityBy || undefined}>
            {server ?? 'each'}: <strong>{rateRange(lowPerS, highPerS)}</strong> {CAPACITY_WORDS[source]}
            {source === capacityBy && ' (used)'}
            <span className="quiet">{assumption}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

const NAMES_SHOWN = 3
function namesOf(servers: readonly string[]): string {
  const more = servers.length - NAMES_SHOWN
  return `${servers.slice(0, NAMES_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
