/** Carries out what people do about incidents, and keeps the history of it. */

import { randomUUID } from 'node:crypto'
import type { Identity } from '#lib/model/identity'
import type { Incident } from '#lib/model/incident'
import type { HandlingRefusal, IncidentAct, IncidentActKind, IncidentCommand } from '#lib/model/incident-act'
import type { Witnesses } from '#lib/pipeline/witnesses'
import {
  deleteIncidentAct,
  loadIncidentAct,
  loadIncidentActs,
  loadMergedInto,
  saveIncidentAct,
} from '#lib/store/incident-acts'
import type { Store } from '#lib/store/store'
import type { Audit } from './audit.ts'

export type Carried =
  | { ok: true; incident: Incident; otherId: string | null }
  | { ok: false; reason: HandlingRefusal }

export type IncidentDesk = ReturnType<typeof createIncidentDesk>

export function createIncidentDesk(port: {
  store: Store
  witnesses: () => Pick<Witnesses, 'handle'>
  /** As it is now, in memory or on record; null for what was merged away. */
  incident: (id: string) => Promise<Incident | null>
  drop: (id: string) => void
  audit: Audit
  now: () => number
  /** A line of the history could not be written. */
  lost: () => void
}) {
  const { store, now } = port

  /** On their way to the disk. Whoever is told of a change asks for its history at once. */
  const waiting = new Map<string, IncidentAct>()

  async function save(told: Omit<IncidentAct, 'id' | 'atMs'>): Promise<void> {
    const act = { ...told, id: randomUUID(), atMs: now() }
    waiting.set(act.id, act)
    await saveIncidentAct(store, act).catch(port.lost)
    waiting.delete(act.id)
  }

  async function acts(id: string): Promise<IncidentAct[]> {
    const coming = [...waiting.values()].filter(
      (act) => act.incidentId === id || (act.kind === 'split' && act.otherId === id),
    )
    const saved = await loadIncidentActs(store, id)
    const known = new Set(saved.map((act) => act.id))
    return [...saved, ...coming.filter((act) => !known.has(act.id))]
  }

  async function mergedInto(id: string): Promise<string | null> {
    const coming = [...waiting.values()].find((act) => act.kind === 'merge' && act.otherId === id)
    return coming ? coming.incidentId : loadMergedInto(store, id)
  }

  /** `text` is the reason of a closing, or the comment. */
  async function carryOut(
    id: string,
    command: IncidentCommand,
    who: Identity | null,
    text = '',
  ): Promise<Carried> {
    const by = who?.name ?? ''
    const ids = command.do === 'merge' ? [id, command.otherId] : [id]
    const known = (await Promise.all(ids.map(port.incident))).flatMap((one) => one ?? [])
    const handled = port.witnesses().handle(id, command, { by, atMs: now() }, known)
    if (!handled.ok) return handled
    for (const one of handled.dropped) port.drop(one.id)
    const { otherId } = handled
    if (command.do !== 'uncomment') await save({ incidentId: id, kind: command.do, by, text, otherId })
    await port.audit({ who, action: `incident-${command.do}`, subject: id, detail: otherId ?? '' })
    const incident = handled.changed.find((one) => one.id === id)
    return incident ? { ok: true, incident, otherId } : { ok: false, reason: 'already-so' }
  }

  return {
    carryOut,
    acts,
    act: (id: string) => loadIncidentAct(store, id),
    mergedInto,
    async removeComment(act: IncidentAct, who: Identity | null): Promise<void> {
      if (await deleteIncidentAct(store, act.id)) await carryOut(act.incidentId, { do: 'uncomment' }, who)
    },
    /** What Polygraph itself did. */
    noted(kind: Extract<IncidentActKind, 'merge' | 'reopen'>, incidentId: string, otherId: string | null) {
      void save({ incidentId, kind, by: '', text: '', otherId })
    },
  }
}
