/** An incident while it is worked on: its findings by id, what people did about it, and what was last told of it. */

import type { Finding } from '../model/finding.ts'
import type { Handling, Incident } from '../model/incident.ts'
import { buildIncident } from './build-incident.ts'

export const MAX_FINDINGS = 100

export type Case = {
  id: string
  findings: Map<string, Finding>
  handling: Handling | null
  built: Incident | null
  told: string
}

export type Incidents = { cases: Map<string, Case> }

export type Advanced = {
  changed: Incident[]
  /** What went up in another. */
  dropped: { id: string; into: string }[]
  /** What a person had closed, and something new of it was found. */
  reopened: string[]
}

export const newCase = (id: string): Case => ({
  ...{ id, findings: new Map(), handling: null, built: null, told: '' },
})

export const caseOf = (one: Incident): Case => ({
  id: one.id,
  findings: new Map(one.findings.map((finding) => [finding.id, finding])),
  handling: one.handling ?? null,
  built: one,
  told: JSON.stringify(one),
})

export const handlingOf = (one: Case): Handling =>
  one.handling ?? { acknowledged: null, closed: null, comments: 0, apart: [] }

export const isOpen = (one: Case) => one.built === null || one.built.endedAtMs === null

export const lastEnd = (one: Case) =>
  Math.max(...[...one.findings.values()].map((finding) => finding.endedAtMs ?? Number.POSITIVE_INFINITY))

/** Null where it would say what was told before. */
export function rebuild(one: Case, endedAtMs: number | null): Incident | null {
  const built = buildIncident(one.id, [...one.findings.values()], endedAtMs, one.handling)
  const told = JSON.stringify(built)
  if (told === one.told) return null
  Object.assign(one, { built, told })
  return built
}

const earliest = (one: Handling['acknowledged'], other: Handling['acknowledged']) =>
  one && other ? (one.atMs <= other.atMs ? one : other) : (one ?? other)

/** Puts `other` into `home`. What either was kept apart from, both are now; one that is open keeps both open. */
export function absorb(home: Case, other: Case): void {
  for (const [id, finding] of other.findings) home.findings.set(id, finding)
  if (home.handling === null && other.handling === null) return
  const [mine, theirs] = [handlingOf(home), handlingOf(other)]
  home.handling = {
    acknowledged: earliest(mine.acknowledged, theirs.acknowledged),
    closed: mine.closed && theirs.closed ? mine.closed : null,
    comments: mine.comments + theirs.comments,
    apart: [...new Set([...mine.apart, ...theirs.apart])].filter((id) => id !== home.id && id !== other.id),
  }
}

/** Either was taken out of the other. */
export const areApart = (one: Case, other: Case) =>
  handlingOf(one).apart.includes(other.id) || handlingOf(other).apart.includes(one.id)
