/** Opens, extends and closes findings: what is found again is the same finding, also after a restart. */

import { type BadConnection, type Finding, MAX_CONNECTIONS, MAX_EVIDENCE } from '../model/finding.ts'
import { connectionKey } from './bad-connection.ts'
import type { FindingDraft } from './finding-draft.ts'
import { findingId, isSame, signature } from './same-finding.ts'

/** No longer found for this long: it has ended. */
export const CLOSE_AFTER_MS = 2_500
/** Found again within this, it goes on. */
export const REOPEN_MS = 60_000
/** After a restart of the dashboard, before its detectors can know again. */
export const RESTART_HOLD_MS = 20_000
/** Evidence is taken anew at least so often. */
export const REFRESH_MS = 5_000
export const MAX_ENDED = 500

type Tracked = {
  finding: Finding
  signature: string
  lastTrueMs: number
  holdUntilMs: number
  freshMs: number
}

export type Tracker = { open: Map<string, Tracked>; ended: Finding[] }

/** Each once; a finding that opened again counts as changed. */
export type Tracking = { opened: Finding[]; changed: Finding[]; ended: Finding[] }

export const createTracker = (): Tracker => ({ open: new Map(), ended: [] })

/** Connections found before stay in the list: what was cut is part of the failure. */
function together(before: BadConnection[], now: BadConnection[]): BadConnection[] {
  const byKey = new Map(before.map((one) => [connectionKey(one), one]))
  for (const one of now) {
    const known = byKey.get(connectionKey(one))
    byKey.set(connectionKey(one), known ? { ...one, sinceMs: known.sinceMs } : one)
  }
  return [...byKey.values()]
}

const reasonOf = ({ facts }: Pick<Finding, 'facts'>) => Number(facts.reasonConfidence ?? 0)

function merged(before: Finding, { overAtMs: _, ...told }: FindingDraft, endedAtMs: number | null): Finding {
  // What was known of the reason stays known, also where a restart has forgotten its evidence.
  const { text, severity, facts, evidence, against } = reasonOf(before) > reasonOf(told) ? before : told
  const draft = { ...told, text, severity, facts, evidence, against }
  const connections = together(before.connections, draft.connections)
  return {
    ...draft,
    id: before.id,
    detectedAtMs: before.detectedAtMs,
    // When it began matters most: it is not moved by every look.
    startedAtMs: draft.startedErrorMs < before.startedErrorMs ? draft.startedAtMs : before.startedAtMs,
    startedErrorMs: Math.min(draft.startedErrorMs, before.startedErrorMs),
    endedAtMs,
    evidence: draft.evidence.slice(0, MAX_EVIDENCE),
    connections: connections.slice(0, MAX_CONNECTIONS),
    connectionsTotal: Math.max(connections.length, before.connectionsTotal, draft.connectionsTotal),
  }
}

function born(draft: FindingDraft, nowMs: number, taken: (id: string) => boolean): Finding {
  const { overAtMs: _, ...rest } = draft
  let id = findingId(draft)
  for (let again = 2; taken(id); again++) id = `${findingId(draft)}-${again}`
  return {
    ...rest,
    id,
    detectedAtMs: nowMs,
    endedAtMs: null,
    evidence: draft.evidence.slice(0, MAX_EVIDENCE),
    connections: draft.connections.slice(0, MAX_CONNECTIONS),
  }
}

/** Writes into `tracker`; `drafts` are all that is true now. */
export function trackFindings(tracker: Tracker, drafts: FindingDraft[], nowMs: number): Tracking {
  const tracking: Tracking = { opened: [], changed: [], ended: [] }
  const isTaken = (id: string) => tracker.open.has(id) || tracker.ended.some((one) => one.id === id)
  for (const draft of drafts) {
    const over = draft.overAtMs !== undefined && nowMs >= draft.overAtMs
    const known = [...tracker.open.values()].find((one) => isSame(one.finding, draft))
    const sign = signature(draft)
    if (known) {
      if (!over) known.lastTrueMs = nowMs
      known.holdUntilMs = Math.min(known.holdUntilMs, nowMs)
      if (known.signature === sign && nowMs - known.freshMs < REFRESH_MS) continue
      const changed = known.signature !== sign
      known.finding = merged(known.finding, draft, null)
      known.signature = sign
      known.freshMs = nowMs
      if (changed) tracking.changed.push(known.finding)
      continue
    }
    const before = tracker.ended.findLast(
      (one) => isSame(one, draft) && (over || nowMs - one.endedAtMs! <= REOPEN_MS),
    )
    if (before !== undefined && over) {
      // Late reports may say why.
      if (reasonOf(draft) <= reasonOf(before)) continue
      const amended = merged(before, draft, before.endedAtMs)
      tracker.ended[tracker.ended.indexOf(before)] = amended
      tracking.changed.push(amended)
      continue
    }
    const finding = before ? merged(before, draft, null) : born(draft, nowMs, isTaken)
    tracker.ended = tracker.ended.filter((one) => one !== before)
    tracker.open.set(finding.id, {
      finding,
      signature: sign,
      lastTrueMs: nowMs,
      holdUntilMs: nowMs,
      freshMs: nowMs,
    })
    if (before) tracking.changed.push(finding)
    else tracking.opened.push(finding)
  }
  for (const [id, one] of tracker.open) {
    const over = drafts.find(
      (draft) => draft.overAtMs !== undefined && draft.overAtMs <= nowMs && isSame(one.finding, draft),
    )
    if (over === undefined && (nowMs - one.lastTrueMs <= CLOSE_AFTER_MS || nowMs < one.holdUntilMs)) continue
    const endedAtMs = over?.overAtMs ?? one.lastTrueMs
    const finding = { ...one.finding, endedAtMs: Math.max(one.finding.startedAtMs, endedAtMs) }
    tracker.open.delete(id)
    tracker.ended.push(finding)
    if (tracker.ended.length > MAX_ENDED) tracker.ended.shift()
    tracking.ended.push(finding)
  }
  return tracking
}

/** Findings of before a restart: open ones are held until detectors can know again. */
export function seedTracker(tracker: Tracker, findings: Finding[], nowMs: number): void {
  for (const finding of findings) {
    if (finding.endedAtMs !== null) tracker.ended.push(finding)
    else {
      const holdUntilMs = nowMs + RESTART_HOLD_MS
      tracker.open.set(finding.id, { finding, signature: '', lastTrueMs: nowMs, holdUntilMs, freshMs: 0 })
    }
  }
  tracker.ended = tracker.ended.slice(-MAX_ENDED)
}
