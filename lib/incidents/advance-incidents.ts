/** Findings → incidents: opens, extends and closes them, one for each root cause. */

import type { Finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import {
  type Advanced,
  absorb,
  areApart,
  type Case,
  caseOf,
  type Incidents,
  isOpen,
  lastEnd,
  MAX_FINDINGS,
  newCase,
  rebuild,
} from './case.ts'
import { related } from './related.ts'

/** All its findings have ended for this long: it is over. */
export const QUIET_MS = 5_000
/** A related finding within this opens it again. */
export const REOPEN_MS = 60_000
/** A lone silence waits this long: what it belongs to mostly shows at once. */
export const LONE_GAP_MS = 2_500
export const MAX_INCIDENTS = 200

export const createIncidents = (): Incidents => ({ cases: new Map() })

function belongs(one: Case, finding: Finding, nowMs: number): boolean {
  if (!isOpen(one) && nowMs - lastEnd(one) > REOPEN_MS) return false
  for (const other of one.findings.values()) if (related(other, finding)) return true
  return false
}

const age = (one: Case) => one.built?.detectedAtMs ?? Number.POSITIVE_INFINITY

/** The oldest takes the others in, but for those that a person has set apart from it. */
function join(incidents: Incidents, homes: Case[], advanced: Advanced): Case {
  const [home, ...others] = homes.sort((a, b) => age(a) - age(b))
  for (const other of others) {
    if (areApart(home!, other)) continue
    absorb(home!, other)
    incidents.cases.delete(other.id)
    if (other.built !== null) advanced.dropped.push({ id: other.id, into: home!.id })
  }
  return home!
}

function place(incidents: Incidents, finding: Finding, nowMs: number, advanced: Advanced): Case {
  const all = [...incidents.cases.values()]
  const own = all.find((one) => one.findings.has(finding.id))
  const homes = all.filter(
    (one) => one !== own && isOpen(one) && !(own && areApart(own, one)) && belongs(one, finding, nowMs),
  )
  if (own) homes.push(own)
  else if (homes.length === 0) homes.push(...all.filter((one) => belongs(one, finding, nowMs)).slice(-1))
  if (homes.length > 0) return join(incidents, homes, advanced)
  const created = newCase(`incident-${finding.id}`)
  incidents.cases.set(created.id, created)
  return created
}

function isHeldBack(one: Case, nowMs: number): boolean {
  if (one.built !== null) return false
  const findings = [...one.findings.values()]
  return findings.every(
    (finding) => finding.kind === 'source-gap' && nowMs - finding.detectedAtMs < LONE_GAP_MS,
  )
}

function forgetOldest(incidents: Incidents) {
  if (incidents.cases.size <= MAX_INCIDENTS) return
  const ended = [...incidents.cases.values()]
    .filter((one) => !isOpen(one))
    .sort((a, b) => lastEnd(a) - lastEnd(b))
  for (const one of ended.slice(0, incidents.cases.size - MAX_INCIDENTS)) incidents.cases.delete(one.id)
}

/** Something new of what a person has closed: it is open again. */
function putInto(home: Case, finding: Finding, advanced: Advanced) {
  const isNew = !home.findings.has(finding.id)
  if (isNew && home.findings.size >= MAX_FINDINGS) return
  home.findings.set(finding.id, finding)
  if (!isNew || !home.handling?.closed) return
  home.handling = { ...home.handling, closed: null }
  advanced.reopened.push(home.id)
}

/** Writes into `incidents`. `news` are findings that are new, changed or ended since the last call. */
export function advanceIncidents(incidents: Incidents, news: Finding[], nowMs: number): Advanced {
  const advanced: Advanced = { changed: [], dropped: [], reopened: [] }
  for (const finding of news) putInto(place(incidents, finding, nowMs, advanced), finding, advanced)
  for (const one of incidents.cases.values()) {
    if (isHeldBack(one, nowMs)) {
      // A silence that ended before anybody was told of it.
      if (Number.isFinite(lastEnd(one)) && nowMs - lastEnd(one) > QUIET_MS) incidents.cases.delete(one.id)
      continue
    }
    const end = lastEnd(one)
    const over = Number.isFinite(end) && nowMs - end > QUIET_MS
    const changedFindings = news.some((finding) => one.findings.has(finding.id))
    if (one.built !== null && !changedFindings && over === (one.built.endedAtMs !== null)) continue
    const built = rebuild(one, over ? end : null)
    if (built) advanced.changed.push(built)
  }
  forgetOldest(incidents)
  return advanced
}

export function seedIncidents(incidents: Incidents, before: Incident[]): void {
  for (const one of before) incidents.cases.set(one.id, caseOf(one))
}

/** Open ones first, then the lately ended; each newest first. */
export function listIncidents(incidents: Incidents): Incident[] {
  return [...incidents.cases.values()]
    .flatMap((one) => (one.built === null ? [] : [one.built]))
    .sort(
      (a, b) => Number(a.endedAtMs !== null) - Number(b.endedAtMs !== null) || b.startedAtMs - a.startedAtMs,
    )
}
