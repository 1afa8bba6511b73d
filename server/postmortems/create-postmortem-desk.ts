/** Everything that postmortems need of store and pipeline, for the API and for strangers. */

import { randomUUID } from 'node:crypto'
import type { Incident } from '#lib/model/incident'
import { canonicalJson } from '#lib/postmortems/canonical-json'
import { draftFields } from '#lib/postmortems/draft-fields'
import { createPostmortem, type Made } from '#lib/store/save-postmortem'
import type { Store } from '#lib/store/store'
import type { Audit } from '../audit.ts'
import { type BuiltPage, buildPage } from './build-page.ts'
import { createRedactor } from './create-redactor.ts'
import { freezeIncident, type KnownNow } from './freeze-incident.ts'
import { type Shared, shareDocument, type Wanted } from './share-document.ts'

/** Documents kept ready: the same link is opened, exported and pictured in a row. */
const READY_MOST = 8

/** Where the evidence of an incident lies: the live record, or an import's. */
export type EvidenceSource = {
  store: Store
  known: KnownNow
  incident: (id: string) => Promise<Incident | null>
}

export type PostmortemDesk = ReturnType<typeof createPostmortemDesk>

export function createPostmortemDesk(
  port: KnownNow & {
    store: Store
    audit: Audit
    incident: (id: string) => Promise<Incident | null>
    /** The built page, where set-up has written it. */
    pageFile?: string | null
  },
) {
  const { store, audit, now } = port
  const live: EvidenceSource = { store, known: port, incident: port.incident }
  let built: Promise<BuiltPage> | null = null
  const redactor = createRedactor()
  const ready = new Map<string, { version: number; shared: Promise<Shared> }>()

  const page = (): Promise<BuiltPage> => {
    built ??= buildPage(port.pageFile).catch((error) => {
      built = null
      throw error
    })
    return built
  }

  return {
    store,
    audit,
    now,
    page,
    stop: redactor.stop,
    /** Null where there is no such incident. */
    async create(incidentId: string, by: string, source: EvidenceSource = live): Promise<Made | null> {
      const incident = await source.incident(incidentId)
      if (!incident) return null
      // Ready by the time that somebody asks for a preview or a link.
      void page().catch(() => {})
      const evidence = await freezeIncident(source.store, source.known, incident)
      return createPostmortem(store, {
        id: randomUUID(),
        incidentIds: [incident.id],
        fields: draftFields(incident, evidence.events),
        ...{ by, nowMs: now(), evidence: canonicalJson(evidence) },
      })
    },
    /** Kept for as long as nobody changes the postmortem. */
    async share(wanted: Wanted): Promise<Shared> {
      const row = await store.prisma.postmortem.findUnique({
        where: { id: wanted.postmortemId },
        select: { version: true },
      })
      const key = canonicalJson(wanted)
      const known = ready.get(key)
      ready.delete(key)
      const shared =
        known && known.version === row?.version ? known.shared : shareDocument(store, redactor, wanted)
      if (!row) return shared
      ready.set(key, { version: row.version, shared })
      // What came to nothing is tried anew.
      shared.catch(() => ready.delete(key))
      for (const oldest of [...ready.keys()].slice(0, Math.max(0, ready.size - READY_MOST)))
        ready.delete(oldest)
      return shared
    },
  }
}
