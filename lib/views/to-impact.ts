/** How far an incident reached: what it is about, what it did to connections, and the requests that failed meanwhile. */

import type { Finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { PoolSample } from '../model/server-sample.ts'
import { type IncidentSubjects, incidentSubjects } from './incident-subjects.ts'

export type PoolImpact = {
  pool: string
  /** Asked and failed while it lasted, from rates; null where nothing was recorded. */
  requests: number | null
  failed: number | null
  /** Of the record: coarser than it was told once it is old. */
  resolutionS: number | null
}

export type Impact = IncidentSubjects & {
  /** Connections that look alive and are not, or whose end was lost; each end counts. */
  connections: number
  /** Sessions that a drain cut. */
  cut: number
  requests: PoolImpact[]
}

const isConnections = ({ kind }: Finding) => kind.endsWith('-connections')

function cutBy({ kind, facts }: Finding): number {
  const cut = kind === 'cut-drain' ? Number(facts.cut) : 0
  return Number.isFinite(cut) ? cut : 0
}

/** `samples`: of each pool, over the incident's stretch alone. */
export function toImpact(incident: Incident, samples: ReadonlyMap<string, readonly PoolSample[]>): Impact {
  const subjects = incidentSubjects(incident)
  const { findings } = incident
  return {
    ...subjects,
    connections: findings.filter(isConnections).reduce((sum, one) => sum + one.connectionsTotal, 0),
    cut: findings.reduce((sum, one) => sum + cutBy(one), 0),
    requests: subjects.pools.map((pool) => ({ pool, ...countRequests(samples.get(pool) ?? []) })),
  }
}

/** Rates are per second of a bucket. */
export function countRequests(samples: readonly PoolSample[]): Omit<PoolImpact, 'pool'> {
  const total = (field: 'requestRate' | 'failureRate') => {
    const known = samples.filter((one) => one.total[field] !== null)
    if (known.length === 0) return null
    return Math.round(known.reduce((sum, one) => sum + one.total[field]! * one.resolutionS, 0))
  }
  return {
    requests: total('requestRate'),
    failed: total('failureRate'),
    resolutionS: samples.length === 0 ? null : Math.max(...samples.map((one) => one.resolutionS)),
  }
}
