/** How routes describe their answers. */

import type { z } from '@hono/zod-openapi'
import { errorBody } from './errors.ts'

export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

export const refused = json(errorBody, 'refused, and why')
