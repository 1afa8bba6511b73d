/** The API's one shape of refusal. */

import { z } from '@hono/zod-openapi'

export const errorBody = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .openapi('Error')

export const refusal = (code: string, message: string) => ({ error: { code, message } })
