/** What the writer is told last is what the record says. */

import { expect, it } from 'vitest'
import { sampleIncident } from '#lib/postmortems/fixtures/sample-document'
import { scratchFolder } from '#lib/store/fixtures/scratch-folder'
import { loadIncident } from '#lib/store/load-incidents'
import { openStore } from '#lib/store/open-store'
import { DEFAULT_RETENTION } from '#lib/store/retention-policy'
import { closeStore } from '#lib/store/store'
import { createWriter } from './writer.ts'

it('an incident that was merged and is taken out again under its name stays on record', async () => {
  const store = await openStore({ dataDir: scratchFolder() })
  const problems: string[] = []
  const writer = createWriter(store, {
    ...{ now: () => 1_000, retention: DEFAULT_RETENTION, sources: () => [], snapshot: () => null },
    subjects: () => ({ loadBalancers: [], pools: [], servers: [] }),
    ...{ hosts: () => null, drains: () => null, capacity: () => null },
    problem: (message) => void (message && problems.push(message)),
  })
  try {
    const { id } = sampleIncident
    writer.incident(sampleIncident)
    writer.dropIncident(id)
    writer.incident(sampleIncident)
    await writer.flush()
    expect((await loadIncident(store, id))?.id).toBe(id)
    writer.dropIncident(id)
    await writer.flush()
    expect(await loadIncident(store, id)).toBeNull()
    expect(problems).toEqual([])
  } finally {
    await writer.stop()
    await closeStore(store)
  }
})
