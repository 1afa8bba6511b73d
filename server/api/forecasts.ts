/** What is about to happen: drains with what their deadlines cut, what pools risk, and what would become of them if. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { forecastWhatIf } from '#lib/pipeline/forecast-what-if'
import type { RiskInput } from '#lib/pipeline/risk-input'
import type { PoolView } from '#lib/views/live-view'
import type { WhatIfLine } from '#lib/views/what-if-view'
import type { Forecaster } from '../forecast/create-forecaster.ts'
import { json } from './answer.ts'
import { drainSchema } from './drain-schema.ts'
import { errorBody, refusal } from './errors.ts'
import { riskSchema, whatIfSchema } from './risk-schema.ts'
import { streamWhatIf } from './stream-what-if.ts'
import { askedWithoutPool, toChange, whatIfQuery } from './what-if-query.ts'

const forecastsSchema = z
  .object({
    atMs: z.number(),
    drains: z.array(drainSchema).openapi({ description: 'running ones' }),
    pools: z.array(z.object({ id: z.string(), risk: riskSchema.nullable() })),
    whatIf: whatIfSchema.optional().openapi({ description: 'where a pool is named' }),
  })
  .openapi('Forecasts')

export type ForecastsPort = {
  pools: () => PoolView[]
  now: () => number
  /** What a pool's risk is worked out from; null where there is no such pool. */
  riskInput: (pool: string) => RiskInput | null
  simulate: Forecaster['whatIf']
}

export function addForecasts(api: OpenAPIHono, port: ForecastsPort): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/forecasts',
      summary: 'Drains and cascade risk, with bands and assumptions; with a pool also what if',
      request: { query: whatIfQuery },
      responses: {
        200: json(
          forecastsSchema,
          'forecasts; with stream=1 lines of NDJSON: quick, progress, done or refused',
        ),
        400: json(errorBody, 'refused, and why'),
        404: json(errorBody, 'there is no such pool'),
      },
    }),
    (c) => {
      const startedMs = performance.now()
      const query = c.req.valid('query')
      const alone = askedWithoutPool(query)
      if (alone) return c.json(refusal('bad_request', `${alone}: name the pool, pool=lb1/app`), 400)
      const pools = port.pools().filter((pool) => query.pool === undefined || pool.id === query.pool)
      const drains = pools.flatMap((pool) => pool.drains ?? []).filter((drain) => drain.endedAtMs === null)
      const listed = {
        atMs: port.now(),
        drains,
        pools: pools.map(({ id, risk }) => ({ id, risk: risk ?? null })),
      }
      if (query.pool === undefined) return c.json(listed, 200)
      const input = port.riskInput(query.pool)
      if (!input) return c.json(refusal('not_found', `There is no pool ${query.pool}.`), 404)
      const answer = forecastWhatIf(input, toChange(query))
      if (!answer.ok) return c.json(refusal('bad_request', answer.reason), 400)
      const { now, then, stalls } = answer.forecast
      const tookMs = Math.round((performance.now() - startedMs) * 10) / 10
      const quick: WhatIfLine = { type: 'quick', tookMs, now, then, stalls }
      const streams = query.stream === '1' || /application\/x-ndjson/.test(c.req.header('accept') ?? '')
      // The route's types know of one kind of answer only.
      if (streams) return streamWhatIf(c, quick, answer.forecast, port.simulate) as never
      return c.json({ ...listed, whatIf: { tookMs, now, then, stalls } }, 200)
    },
  )
}
