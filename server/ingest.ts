/** Hands on what agents and log shippers send over HTTP, each as a source of its own. */

import type { IngestEntry } from './api/read-ingest.ts'
import type { HostWatch } from './host-watch.ts'
import type { Intake } from './intake.ts'
import type { SourceDesk } from './source-desk.ts'

export function createIngest(port: {
  desk: SourceDesk
  hosts: HostWatch
  intake: Intake
  now: () => number
}) {
  const { desk, hosts, intake, now } = port
  /** The reason where it cannot be taken. */
  return (entry: IngestEntry): string | null => {
    const { kind, text, loadBalancer } = entry
    if (kind === 'host') {
      const raw = { source: entry.source ?? 'agent', loadBalancer: null, kind, text }
      return hosts.take(entry, () => intake.offer({ ...raw, atMs: now() }))
    }
    const source = `ingest ${entry.source ?? loadBalancer ?? 'log'}`
    desk.open(source, 'ingest', 'POST /api/v1/ingest', loadBalancer)
    if (kind !== 'log') desk.read(source, null)
    return intake.offer({ source, loadBalancer, kind, text, atMs: entry.atMs ?? now() }) ? null : 'queue-full'
  }
}
