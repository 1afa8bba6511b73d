/** Which earlier incidents are like this one, and in what: cause, subjects, consequences. */

import type { Incident } from '../model/incident.ts'
import { incidentSubjects } from './incident-subjects.ts'

export type SimilarIncident = {
  id: string
  title: string
  startedAtMs: number
  endedAtMs: number | null
  /** 0 … 1. */
  likeness: number
  /** What both have, in words. */
  both: string[]
  /** What was said when a person closed it. */
  closedText: string | null
}

export const SIMILAR_MOST = 5
/** The same cause with the same consequences is not enough: subject or reason must be shared too. */
export const LEAST_LIKENESS = 0.6

/** They sum up to 1. */
const WEIGHT = { cause: 0.3, subjects: 0.3, findings: 0.25, reason: 0.15 }

type Traits = { cause: string; reason: string; subjects: Set<string>; findings: Set<string> }

/** Numbers differ from time to time: `lost 6 connections` and `lost 4 connections` are one reason. */
const withoutNumbers = (text: string) => text.replace(/(?<![\w.])\d+(?:\.\d+)?(?![\w.])/g, '#')

/** Load balancers of a pair swap roles; the pool and server beneath them are the same. */
const ownName = (id: string) => (id.includes('/') ? id.slice(id.indexOf('/') + 1) : id)

function traitsOf(incident: Incident): Traits {
  const { pools, servers, addresses, hosts, terminals } = incidentSubjects(incident)
  return {
    cause: incident.rootCause.kind,
    reason: withoutNumbers(incident.rootCause.reason),
    subjects: new Set([...pools, ...servers].map(ownName).concat(addresses, hosts, terminals)),
    findings: new Set(incident.findings.map((one) => one.kind)),
  }
}

const shared = (a: Set<string>, b: Set<string>) => [...a].filter((one) => b.has(one))

/** Shared ones as a share of all: 1 where both are the same. */
function overlap(a: Set<string>, b: Set<string>): number {
  const all = new Set([...a, ...b]).size
  return all === 0 ? 0 : shared(a, b).length / all
}

function compare(one: Traits, other: Traits): { likeness: number; both: string[] } {
  const sameCause = one.cause === other.cause
  const sameReason = one.reason === other.reason
  const likeness =
    (sameCause ? WEIGHT.cause : 0) +
    (sameReason ? WEIGHT.reason : 0) +
    WEIGHT.subjects * overlap(one.subjects, other.subjects) +
    WEIGHT.findings * overlap(one.findings, other.findings)
  const kinds = shared(one.findings, other.findings).filter((kind) => kind !== one.cause)
  const names = shared(one.subjects, other.subjects)
  return {
    likeness: Math.round(likeness * 100) / 100,
    both: [...(sameReason ? ['the same reason'] : sameCause ? ['the same cause'] : []), ...names, ...kinds],
  }
}

/** Most alike first; of equals, the newest. */
export function similarIncidents(incident: Incident, others: readonly Incident[]): SimilarIncident[] {
  const own = traitsOf(incident)
  return others
    .filter((one) => one.id !== incident.id)
    .map((one) => ({
      ...{ id: one.id, title: one.title, startedAtMs: one.startedAtMs, endedAtMs: one.endedAtMs },
      ...compare(own, traitsOf(one)),
      closedText: one.handling?.closed?.text || null,
    }))
    .filter((one) => one.likeness >= LEAST_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness || b.startedAtMs - a.startedAtMs)
    .slice(0, SIMILAR_MOST)
}
