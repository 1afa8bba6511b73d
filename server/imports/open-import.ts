/** An import that was read, opened: its own record, asked and written on like the live one. */

import type { ImportRecord } from '#lib/store/import-record'
import { loadMergedInto } from '#lib/store/incident-acts'
import { loadEvents, loadEventsById } from '#lib/store/load-events'
import { openStore } from '#lib/store/open-store'
import { searchEvents } from '#lib/store/search-events'
import { loadSnapshot } from '#lib/store/snapshot'
import { closeStore, type Store } from '#lib/store/store'
import { createRecordApi, type RecordApi } from '../api/create-record-api.ts'
import { createFindIncidents } from '../find-incidents.ts'
import type { PostmortemDesk } from '../postmortems/create-postmortem-desk.ts'
import { createTimeline } from '../timeline/create-timeline.ts'

export type OpenImport = { store: Store; api: RecordApi; close: () => Promise<void> }

export async function openImport(
  folder: string,
  record: ImportRecord,
  postmortems: PostmortemDesk,
): Promise<OpenImport> {
  const store = await openStore({ dataDir: folder })
  const now = () => record.toMs ?? record.createdAtMs
  const snapshot = await loadSnapshot(store)
  const findIncidents = createFindIncidents(store, {
    ...{ live: () => [], mergedInto: (id) => loadMergedInto(store, id), now },
  })
  const timeline = createTimeline(store, {
    ...{ incidents: findIncidents.incidents, now },
    keepMs: Number.POSITIVE_INFINITY,
  })
  const known = { now, sources: () => [], snapshot: () => snapshot ?? NOTHING }
  const api = createRecordApi({
    pools: () => snapshot?.pools ?? [],
    events: (question) => loadEvents(store, question),
    eventsById: (ids) => loadEventsById(store, ids),
    search: (question) => searchEvents(store, question),
    ...findIncidents,
    ...timeline,
    createPostmortem: (incidentId, by) =>
      postmortems.create(incidentId, by, { store, known, incident: findIncidents.incident }),
    audit: postmortems.audit,
    now,
  })
  return { store, api, close: () => closeStore(store) }
}

const NOTHING = { pools: [], loadBalancers: [], hosts: [] }
