/** Sends questions that name an import to that import's record, and tells pages which one they show. */

import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { IMPORT_HEADER, importOf } from '#lib/model/import-address'
import { refusal } from '../api/errors.ts'
import { setRequestHeader } from '../set-identity.ts'
import type { ImportDesk } from './create-import-desk.ts'
import type { OpenImport } from './open-import.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown

export function createImportDoor(imports: ImportDesk, live: { api: Answer; page: Answer }) {
  const listeners = new WeakMap<OpenImport, Answer>()

  function listenerOf(open: OpenImport): Answer {
    const listener = listeners.get(open) ?? getRequestListener(open.api.fetch)
    listeners.set(open, listener)
    return listener
  }

  return {
    api: (async (request, response) => {
      const id = importOf(request.url ?? '')
      if (id === null) return live.api(request, response)
      const open = await imports.open(id).catch((error: Error) => error)
      if (open && !(open instanceof Error)) return listenerOf(open)(request, response)
      const body = open
        ? refusal('database', `The import cannot be opened: ${open.message}`)
        : refusal('not_found', `There is no import ${id} that was read.`)
      response.writeHead(open ? 503 : 404, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
      })
      response.end(JSON.stringify(body))
    }) satisfies Answer,
    page: ((request, response) => {
      setRequestHeader(request, IMPORT_HEADER, importOf(request.url ?? ''))
      return live.page(request, response)
    }) satisfies Answer,
  }
}
