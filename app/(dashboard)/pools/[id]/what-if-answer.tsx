/** The pool as it is beside the pool as it would be, and the simulation while it runs. */

import type { Band } from '#lib/model/band'
import type { PoolRisk } from '#lib/model/pool-risk'
import type { WhatIfSimulation } from '#lib/views/what-if-view'
import { BandBar } from '../../../forecast/band-bar.tsx'
import { growthBand, isKnown, shareBand, spanRange } from '../../../forecast/format-band.ts'
import { loadTone, survivesWords } from '../../../forecast/risk-words.ts'
import { TierWord } from '../../../forecast/tier-word.tsx'
import { formatCount, formatMs, formatShare } from '../../../words/format-number.ts'
import type { WhatIfAnswer } from './use-what-if.ts'
import { WhatIfStalls } from './what-if-stalls.tsx'

const SCALE = 1.5

export function WhatIfAnswerPanel({ answer, words }: { answer: WhatIfAnswer; words: string }) {
  const { quick, simulation, state, failed } = answer
  return (
    <div data-what-if-state={state}>
      <h3>{words}</h3>
      {failed !== null && (
        <p className="what-if-failed" data-tone="going-down">
          {quick ? 'Not simulated' : 'No answer'}: {failed}.
        </p>
      )}
      {quick && <Compared now={quick.now} then={quick.then} />}
      {quick && quick.stalls.length > 0 && <WhatIfStalls stalls={quick.stalls} simulation={simulation} />}
      {quick && state !== 'failed' && <Simulated simulation={simulation} quick={quick.then} state={state} />}
      {quick && (
        <details className="rests">
          <summary>answered in {formatMs(quick.tookMs)}; what this assumes</summary>
          <ul>
            {[...new Set([...quick.then.assumptions, ...(simulation?.assumptions ?? [])])].map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </details>
      )}
      {!quick && failed === null && <p className="quiet">Asking…</p>}
    </div>
  )
}

/** Load is the inverse of what it can still grow by. */
function loadOf({ headroom, unknown }: PoolRisk): Band | null {
  if (unknown !== null) return null
  const inverse = (value: number) => (isKnown(value) && value > 0 ? 1 / value : 0)
  return { low: inverse(headroom.high), mid: inverse(headroom.mid), high: inverse(headroom.low) }
}

const ROWS: readonly [name: string, say: (risk: PoolRisk) => React.ReactNode][] = [
  ['tier', (risk) => <TierWord tier={risk.tier} />],
  ['load on those that stay', (risk) => <Load load={loadOf(risk)} />],
  ['room for load', (risk) => (risk.unknown === null ? growthBand(risk.headroom) : '–')],
  ['survives', (risk) => survivesWords(risk)?.replace(/^survives /, '') ?? risk.unknown],
]

function Compared({ now, then }: { now: PoolRisk; then: PoolRisk }) {
  return (
    <table className="compared">
      <caption className="out-of-sight">The pool as it is, and as it would be</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">now</th>
          <th scope="col">then</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([name, say]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{say(now)}</td>
            <td>
              <strong>{say(then)}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Load({ load }: { load: Band | null }) {
  if (!load) return <>not known</>
  return (
    <>
      <BandBar band={load} max={SCALE} mark={1} tone={loadTone(load.high)} />
      <span className="band-words">{shareBand(load)}</span>
    </>
  )
}

type SimulatedProps = { simulation: WhatIfSimulation | null; quick: PoolRisk; state: WhatIfAnswer['state'] }

function Simulated({ simulation, quick: { furtherEviction: byFormula }, state }: SimulatedProps) {
  if (!simulation)
    return (
      <>
        {byFormula && (
          <dl className="simulated">
            <Eviction {...byFormula} by="by formula" />
          </dl>
        )}
        {state === 'simulating' && <p className="quiet">Simulating…</p>}
      </>
    )
  const { runs, of, withinMs, furtherEviction, firstEvictionMs, chanceEmpty, shareLost } = simulation
  return (
    <dl className="simulated" data-done={state === 'done' || undefined}>
      <Eviction withinMs={withinMs} chance={furtherEviction} by="simulated" />
      <div>
        <dt>the first of them after</dt>
        <dd>
          {firstEvictionMs
            ? spanRange(firstEvictionMs.low, firstEvictionMs.high)
            : 'none was evicted in any run'}
        </dd>
      </div>
      <div>
        <dt>a moment without any server</dt>
        <dd>in {formatShare(chanceEmpty)} of the runs</dd>
      </div>
      <div>
        <dt>requests lost meanwhile</dt>
        <dd>{formatShare(shareLost)} on average</dd>
      </div>
      <div>
        <dt>simulated</dt>
        <dd>
          <progress max={of} value={runs} aria-label="Simulated runs" /> {formatCount(runs)} of{' '}
          {formatCount(of)} runs
        </dd>
      </div>
    </dl>
  )
}

function Eviction({ withinMs, chance, by }: { withinMs: number; chance: Band; by: string }) {
  return (
    <div>
      <dt>a further eviction within {formatMs(withinMs)}</dt>
      <dd>
        <BandBar
          band={chance}
          max={1}
          tone={chance.high >= 0.5 ? 'down' : chance.high >= 0.1 ? 'going-down' : 'muted'}
        />
        <span className="band-words">{shareBand(chance)}</span> <span className="quiet-inline">{by}</span>
      </dd>
    </div>
  )
}
