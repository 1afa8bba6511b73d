/** A what-if's answer line by line: the quick one, the simulation's progress, its end; it stops when the client goes. */

import type { Context } from 'hono'
import { stream } from 'hono/streaming'
import type { WhatIfForecast } from '#lib/pipeline/forecast-what-if'
import { toChance, WITHIN_MS } from '#lib/pipeline/risk-chance'
import type { CascadeForecast } from '#lib/risk/forecast-cascade'
import type { WhatIfLine, WhatIfSimulation } from '#lib/views/what-if-view'
import type { Forecaster } from '../forecast/create-forecaster.ts'

/** No simulation is waited for longer. */
export const LONGEST_MS = 60_000

export function toSimulation(forecast: CascadeForecast): WhatIfSimulation {
  const first = forecast.firstEvictionMs
  return {
    runs: forecast.replications,
    of: forecast.of,
    withinMs: WITHIN_MS,
    furtherEviction: toChance(forecast.chance),
    askedEvicted: forecast.chanceFaulty,
    chanceEmpty: forecast.chanceEmpty,
    firstEvictionMs: first && { low: first.p10, mid: first.median, high: first.p90 },
    shareLost: forecast.expectedShareLost,
    assumptions: forecast.assumptions,
  }
}

/** `quick`: the first line, worked out before. */
export function streamWhatIf(
  c: Context,
  quick: WhatIfLine,
  { simulation }: WhatIfForecast,
  simulate: Forecaster['whatIf'],
): Response {
  c.header('content-type', 'application/x-ndjson; charset=utf-8')
  c.header('cache-control', 'no-store')
  return stream(c, async (out) => {
    const line = (one: WhatIfLine) => out.write(`${JSON.stringify(one)}\n`)
    await line(quick)
    if (!simulation.ok) {
      await line({ type: 'refused', reason: simulation.reason })
      return
    }
    await new Promise<void>((resolve) => {
      const running = simulate(simulation.question, simulation.replications, (news) => {
        if (news.type === 'refused') void line(news).then(finish)
        else {
          const written = line({ type: news.type, simulation: toSimulation(news.forecast) })
          if (news.type === 'done') void written.then(finish)
        }
      })
      const timer = setTimeout(() => {
        running?.cancel()
        void line({ type: 'refused', reason: `it would take more than ${LONGEST_MS / 1000} s` }).then(finish)
      }, LONGEST_MS)
      function finish() {
        clearTimeout(timer)
        resolve()
      }
      out.onAbort(() => {
        running?.cancel()
        finish()
      })
      if (!running)
        void line({ type: 'refused', reason: 'too many simulations at once; ask again' }).then(finish)
    })
  })
}
