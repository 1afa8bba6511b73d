/** Asks the dashboard for its incidents several times a second and keeps when each finding was first to be had. */

import { setTimeout as wait } from 'node:timers/promises'
import type { Finding } from '../../lib/model/finding.ts'
import type { Incident } from '../../lib/model/incident.ts'

export type SeenFinding = {
  id: string
  kind: string
  incident: string
  /** When the API first gave it, and the newest of it. */
  seenAtMs: number
  finding: Finding
  /** The gravest severity that it had. */
  severity: Finding['severity']
  /** When each connection was first listed, by `host local remote`. */
  listedAtMs: Map<string, number>
}
export type IncidentPoll = {
  seen: Map<string, SeenFinding>
  /** As the API gave them last. */
  incidents: () => Incident[]
  stop: () => Promise<void>
}

export const POLL_EVERY_MS = 80
const RANK = { info: 0, warning: 1, critical: 2 } as const

/** A bare list, or one under its name. */
export function readIncidents(body: unknown): Incident[] {
  if (Array.isArray(body)) return body as Incident[]
  const named = (body as { incidents?: unknown } | null)?.incidents
  return Array.isArray(named) ? (named as Incident[]) : []
}

export function pollIncidents(url: string, fromMs: number, tell: (seen: SeenFinding) => void): IncidentPoll {
  const seen = new Map<string, SeenFinding>()
  let newest: Incident[] = []
  let stopped = false

  async function ask() {
    const response = await fetch(`${url}/api/v1/incidents?from=${fromMs}&to=${Date.now() + 60_000}`)
    if (!response.ok) return
    newest = readIncidents(await response.json())
    const now = Date.now()
    for (const incident of newest) for (const finding of incident.findings) keep(incident, finding, now)
  }
  function keep(incident: Incident, finding: Finding, now: number) {
    // The public answer may name a finding by no id: kind and subjects then do.
    const id = finding.id ?? `${finding.kind} ${finding.subjects.map((one) => one.id).join(' ')}`
    const before = seen.get(id)
    const entry: SeenFinding = before ?? {
      ...{ id, kind: finding.kind, incident: incident.id, seenAtMs: now, finding },
      ...{ severity: finding.severity ?? incident.severity, listedAtMs: new Map() },
    }
    entry.incident = incident.id
    entry.finding = finding
    const severity = finding.severity ?? incident.severity
    if (RANK[severity] > RANK[entry.severity]) entry.severity = severity
    for (const { host, local, remote } of finding.connections ?? []) {
      const key = `${host} ${local} ${remote}`
      if (!entry.listedAtMs.has(key)) entry.listedAtMs.set(key, now)
    }
    if (before) return
    seen.set(id, entry)
    tell(entry)
  }
  const polling = (async () => {
    while (!stopped) {
      const began = Date.now()
      await ask().catch(() => undefined)
      await wait(Math.max(10, POLL_EVERY_MS - (Date.now() - began)))
    }
  })()
  return {
    seen,
    incidents: () => newest,
    async stop() {
      stopped = true
      await polling
    },
  }
}
