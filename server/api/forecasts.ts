/** What is about to happen: drains with what their deadlines cut, and what pools risk. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { PoolView } from '#lib/views/live-view'
import { drainSchema } from './drain-schema.ts'

const forecastsSchema = z
  .object({
    drains: z.array(drainSchema).openapi({ description: 'running ones' }),
    pools: z.array(z.unknown()),
  })
  .openapi('Forecasts')

export type ForecastsPort = { pools: () => PoolView[] }

export function addForecasts(api: OpenAPIHono, port: ForecastsPort): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/forecasts',
      summary: 'Drains and cascade risk, with bands and assumptions',
      responses: {
        200: {
          description: 'forecasts',
          content: { 'application/json': { schema: forecastsSchema } },
        },
      },
    }),
    (c) => {
      const drains = port.pools().flatMap((pool) => pool.drains ?? [])
      return c.json({ drains: drains.filter((drain) => drain.endedAtMs === null), pools: [] }, 200)
    },
  )
}
