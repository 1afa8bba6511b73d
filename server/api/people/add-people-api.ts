/** Every route about people, with the limit on what strangers may send. */

import type { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { refusal } from '../errors.ts'
import { addPeople } from './people.ts'
import type { PeoplePort } from './people-port.ts'
import { addSessions } from './sessions.ts'
import { addSignIn } from './sign-in.ts'
import { addTokens } from './tokens.ts'

const MAX_BODY_BYTES = 8_192

export function addPeopleApi(api: OpenAPIHono, port: PeoplePort): void {
  const limit = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => c.json(refusal('too_large', `At most ${MAX_BODY_BYTES} bytes.`), 413),
  })
  for (const path of ['/api/v1/sign-in/*', '/api/v1/people/*', '/api/v1/tokens/*']) api.use(path, limit)
  addSignIn(api, port)
  addPeople(api, port)
  addSessions(api, port)
  addTokens(api, port)
}
