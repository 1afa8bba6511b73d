/** Joins the simulating thread with the pipeline that asks it and learns from it. */

import type { Pipeline } from '#lib/pipeline/create-pipeline'
import type { SourceDesk } from '../source-desk.ts'
import { createForecaster } from './create-forecaster.ts'

const NAME = 'forecasts'

/** `pipeline` is made after this: it asks by `simulate`. */
export function startForecasts(port: { pipeline: () => Pipeline; desk: SourceDesk; now: () => number }) {
  const forecaster = createForecaster({
    simulated: (job, forecast) => port.pipeline().risks.simulated(job, forecast),
    // It is started anew; until then risk is told by formula.
    problem(message) {
      port.desk.open(NAME, 'ingest', 'simulating thread', null)
      port.desk.lose(NAME, message, 1)
    },
    monotonicMs: () => performance.now(),
  })
  return {
    simulate: forecaster.simulate,
    /** What the HTTP API asks. */
    api: {
      simulate: forecaster.whatIf,
      riskInput: (pool: string) => port.pipeline().risks.input(pool, port.now()),
    },
    stop: forecaster.stop,
  }
}
