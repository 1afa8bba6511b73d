/** The part of the API that a record alone can answer: of an import, which has no live side. */

import type { PoolView } from '#lib/views/live-view'
import { emptyApi } from './empty-api.ts'
import { addEvents, type EventsPort } from './events.ts'
import { addIncidents, type IncidentsPort } from './incidents.ts'
import { addCreatePostmortem, type CreatePostmortemPort } from './postmortems.ts'
import { addTimeline, type TimelinePort } from './timeline.ts'
import { toApiPool } from './to-api-pool.ts'

export type RecordPort = EventsPort &
  IncidentsPort &
  TimelinePort &
  CreatePostmortemPort & { pools: () => PoolView[] }
export type RecordApi = ReturnType<typeof createRecordApi>

export function createRecordApi(port: RecordPort) {
  const api = emptyApi()
  api.get('/api/v1/pools', (c) => c.json(port.pools().map(toApiPool)))
  addEvents(api, port)
  addIncidents(api, port)
  addTimeline(api, port)
  addCreatePostmortem(api, port)
  return api
}
