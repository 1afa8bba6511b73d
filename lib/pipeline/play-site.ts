/** Plays a scripted site through the witnesses in steps of true time, for tests. */

import type { EventDraft } from '../events/event-draft.ts'
import type { Finding, FindingKind } from '../model/finding.ts'
import type { HostReport } from '../model/host-report.ts'
import type { Incident } from '../model/incident.ts'
import type { World } from '../model/load-balancer.ts'
import { established, reportOf, type ScriptedHost, START_MS } from './scripted-site.ts'
import { createWitnesses, type Witnesses } from './witnesses.ts'

const STEP_MS = 50
const INTERVAL_MS = 1_000

export type Played = ReturnType<typeof playSite>

export function emptyWorld(): World {
  return { loadBalancers: new Map(), hosts: new Map() }
}

export function playSite(hosts: ScriptedHost[]) {
  const incidents = new Map<string, Incident>()
  const events: EventDraft[] = []
  const found = new Map<string, { finding: Finding; firstAtMs: number }>()
  const onWire: { report: HostReport; atMs: number }[] = []
  let dropped = 0
  let nowMs = START_MS
  let world = emptyWorld()

  function witnessesOf(): Witnesses {
    return createWitnesses(world, {
      tell: (drafts) => events.push(...drafts),
      save(changed) {
        for (const incident of changed) {
          incidents.set(incident.id, incident)
          for (const finding of incident.findings) {
            const firstAtMs = found.get(finding.id)?.firstAtMs ?? nowMs
            found.set(finding.id, { finding, firstAtMs })
          }
        }
      },
      drop(id) {
        dropped++
        incidents.delete(id)
      },
      reopened: () => undefined,
      beatMs: () => 1_000,
    })
  }
  let witnesses = witnessesOf()

  function emit(host: ScriptedHost) {
    const due = (nowMs - START_MS - host.phaseMs) % INTERVAL_MS
    if ((due < 0 || due >= STEP_MS) && host.changes.length === 0) return
    if (host.agent === 'none' || host.agent === 'frozen') return
    const report = reportOf(host, nowMs, witnesses.wantsSockets(host.name))
    if (host.agent === 'cut-off') host.spool.push(report)
    else onWire.push({ report, atMs: nowMs + host.latencyMs })
  }

  return {
    hosts: new Map(hosts.map((one) => [one.name, one])),
    incidents,
    events,
    found,
    dropped: () => dropped,
    now: () => nowMs,
    witnesses: () => witnesses,
    world: () => world,
    /** Findings of a kind, in the order in which they were found. */
    of: (kind: FindingKind) =>
      [...found.values()].filter((one) => one.finding.kind === kind).map((one) => one.finding),
    firstOf: (kind: FindingKind) =>
      [...found.values()].find((one) => one.finding.kind === kind)?.firstAtMs ?? null,
    kinds: () => [...new Set([...found.values()].map((one) => one.finding.kind))].sort(),
    run(forMs: number) {
      for (const endMs = nowMs + forMs; nowMs < endMs; nowMs += STEP_MS) {
        for (const host of hosts) {
          if (host.agent === 'on' && host.spool.length > 0)
            onWire.push(...host.spool.splice(0).map((report) => ({ report, atMs: nowMs + host.latencyMs })))
          emit(host)
        }
        onWire.sort((a, b) => a.atMs - b.atMs)
        while (onWire[0] !== undefined && onWire[0].atMs <= nowMs) {
          const { report, atMs } = onWire.shift()!
          witnesses.take(JSON.parse(JSON.stringify(report)), atMs)
          witnesses.advance(nowMs)
        }
        if ((nowMs - START_MS) % 250 === 0) witnesses.advance(nowMs)
      }
    },
    /** The dashboard is killed and started again: only what is kept is left. */
    restart(downMs: number) {
      const kept = JSON.parse(JSON.stringify(witnesses.kept(nowMs)))
      const before = JSON.parse(JSON.stringify([...incidents.values()]))
      for (const host of hosts) if (host.agent === 'on') host.agent = 'cut-off'
      world = emptyWorld()
      witnesses = witnessesOf()
      for (const endMs = nowMs + downMs; nowMs < endMs; nowMs += STEP_MS) for (const host of hosts) emit(host)
      witnesses.seed({ incidents: before, kept })
      for (const host of hosts) if (host.agent === 'cut-off') host.agent = 'on'
    },
  }
}

/** A connection, at both ends. */
export function connect(
  client: ScriptedHost,
  port: number,
  server: ScriptedHost,
  service: string,
  from = client.addresses[0]!.address,
): void {
  const local = `${from}:${port}`
  client.sockets.set(`${local} ${service}`, established(local, service))
  server.sockets.set(`${service} ${local}`, established(service, local))
}
