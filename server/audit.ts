/** Notes who did what; a line that cannot be written is counted, and never holds up what was done. */

import type { Identity } from '#lib/model/identity'
import type { AuditEntry } from '#lib/model/person'
import { saveAudit } from '#lib/store/people/audit'
import type { Store } from '#lib/store/store'

export type Done = {
  /** Null where nobody was signed in. */
  who: Pick<Identity, 'id' | 'name' | 'via'> | null
  /** `sign-in`, `person-created`, `postmortem-deleted`, … */
  action: string
  subject: string
  detail?: string
}
export type Audit = (done: Done) => Promise<void>

export function createAudit(port: { store: Store; now: () => number; lost: () => void }): Audit {
  return async ({ who, action, subject, detail = '' }) => {
    const entry: Omit<AuditEntry, 'seq'> = {
      atMs: port.now(),
      who: who?.name ?? 'stranger',
      whoId: who?.id ?? null,
      via: who?.via ?? 'none',
      action,
      subject,
      detail,
    }
    await saveAudit(port.store, entry).catch(port.lost)
  }
}
