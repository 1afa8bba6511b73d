/** An API that has no route yet: how it refuses what it cannot read, does not have, or fails at. */

import { OpenAPIHono } from '@hono/zod-openapi'
import { HTTPException } from 'hono/http-exception'
import { refusal } from './errors.ts'

export function emptyApi(): OpenAPIHono {
  const api = new OpenAPIHono({
    defaultHook: (result, c) => {
      if (result.success) return
      const issue = result.error.issues[0]
      return c.json(refusal('bad_request', `${issue?.path.join('.')}: ${issue?.message}`), 400)
    },
  })
  api.notFound((c) => c.json(refusal('not_found', `${c.req.path} is not part of this API`), 404))
  api.onError((error, c) =>
    error instanceof HTTPException
      ? c.json(refusal('bad_request', error.message), error.status)
      : c.json(refusal('internal', error.message), 500),
  )
  return api
}
