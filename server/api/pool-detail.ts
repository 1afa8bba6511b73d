/** One pool in detail over HTTP: each server's traffic, and what its check settings trade. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { PoolDetailView } from '#lib/views/pool-detail-view'
import { errorBody, refusal } from './errors.ts'

export type PoolDetailPort = { poolDetail: (id: string) => PoolDetailView | null }

export function addPoolDetail(api: OpenAPIHono, port: PoolDetailPort): void {
  api.openapi(
    createRoute({
      method: 'get',
      path: '/api/v1/pools/{id}/detail',
      summary: 'A pool’s traffic by server, and what its check settings trade',
      request: { params: z.object({ id: z.string().max(600).openapi({ example: 'lb1/app' }) }) },
      responses: {
        200: {
          description: 'the pool',
          content: { 'application/json': { schema: z.unknown().openapi('PoolDetail') } },
        },
        404: {
          description: 'there is no such pool',
          content: { 'application/json': { schema: errorBody } },
        },
      },
    }),
    (c) => {
      const { id } = c.req.valid('param')
      const detail = port.poolDetail(id)
      return detail ? c.json(detail, 200) : c.json(refusal('not_found', `There is no pool ${id}.`), 404)
    },
  )
}
