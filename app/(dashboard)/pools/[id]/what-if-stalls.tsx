/** What becomes of each server that hangs for a while: is it evicted, and how long is it then away? */

import type { Stall } from '#lib/model/pool-risk'
import type { WhatIfSimulation } from '#lib/views/what-if-view'
import { BandBar } from '../../../forecast/band-bar.tsx'
import { shareBand, spanRange } from '../../../forecast/format-band.ts'
import { formatMs, formatShare } from '../../../words/format-number.ts'

/** Servers that are listed one by one. */
const SHOWN = 8

type Props = { stalls: readonly Stall[]; simulation: WhatIfSimulation | null }

export function WhatIfStalls({ stalls, simulation }: Props) {
  return (
    <dl className="simulated" data-stalls>
      {stalls.slice(0, SHOWN).map((stall) => (
        <Row key={stall.server} stall={stall} />
      ))}
      {stalls.length > SHOWN && <dd>and {stalls.length - SHOWN} more servers</dd>}
      {simulation && (
        <div>
          <dt>{stalls.length > 1 ? 'one of them is evicted' : 'its eviction, simulated'}</dt>
          <dd>in {formatShare(simulation.askedEvicted)} of the runs</dd>
        </div>
      )}
    </dl>
  )
}

function Row({ stall: { server, forMs, evicted, evicts, awayMs } }: { stall: Stall }) {
  return (
    <div>
      <dt>
        {server} is evicted by a stall of {formatMs(forMs)}
      </dt>
      <dd>
        <BandBar
          band={evicted}
          max={1}
          tone={evicted.high >= 0.5 ? 'down' : evicted.high > 0 ? 'going-down' : 'muted'}
        />
        <span className="band-words">{shareBand(evicted)}</span>{' '}
        <span className="quiet-inline">
          {evicts
            ? `under this load none below about ${formatMs(evicts.shortestMs)} does, every one over ${formatMs(evicts.alwaysMs)}`
            : 'its check does not notice: requests to it wait'}
          {awayMs && `; away for ${spanRange(awayMs.fromMs, awayMs.toMs)}`}
        </span>
      </dd>
    </div>
  )
}
