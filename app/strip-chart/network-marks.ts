/** What is drawn over the network's channels: what happened to hosts and addresses, and the spans in which somebody is deceived. */

import type { FindingKind } from '#lib/model/finding'
import { LIE_KINDS } from '#lib/views/incident-headline'
import type { EventView } from '#lib/views/live-view'
import type { FindingView, IncidentView } from '#lib/views/network-view'
import { plural } from '../words/format-number.ts'
import type { Lie, StripMark } from './strip-marks.ts'

/** Changes in neighbours' tables have a channel of their own; findings are drawn as lies. */
const PRIORITY: Record<string, number> = {
  'host-link': 7,
  'host-address': 6,
  'host-vrrp': 4,
  'host-process': 3,
  'host-agent': 2,
}

/** `vip`: null for all addresses. Other addresses' changes are left out; oldest first. */
export function networkMarks(events: readonly EventView[], vip: string | null): StripMark[] {
  return (
    events
      .filter((event) => Object.hasOwn(PRIORITY, event.kind))
      // That an agent began to report is no news of its host.
      .filter((event) => event.kind !== 'host-agent' || event.to !== 'started')
      .filter((event) => event.kind !== 'host-address' || vip === null || !event.about || event.about === vip)
      .map(({ id, atMs, errorMs, kind, text }) => ({
        ...{ id, atMs, errorMs, tone: 'plain', priority: PRIORITY[kind]! },
        label: text.replace(/\.$/, ''),
      }))
      .sort((a, b) => a.atMs - b.atMs)
  )
}

const WORDS: Partial<Record<FindingKind, (count: number) => string>> = {
  'phantom-connections': (count) => `${plural(count, 'phantom connection')}`,
  'blackholed-connections': (count) => `${plural(count, 'connection')} into the void`,
  'split-vip': () => 'two hold the address',
  'stale-neighbour': () => 'stale neighbour entry',
  'stalled-terminal': () => 'terminal stands still',
}

/** Drawn for each server by its verdict already. */
const OF_POOLS: ReadonlySet<FindingKind> = new Set(['lying-health-check'])

/** One span for each finding in which claim and evidence disagree; of incidents that concern the address. */
export function networkLies(incidents: readonly IncidentView[], vip: string | null): Lie[] {
  return findingLies(
    incidents
      .filter((incident) => concerns(incident, vip))
      .flatMap((incident) => incident.findings)
      .filter((finding) => !OF_POOLS.has(finding.kind)),
  )
}

export function findingLies(findings: readonly FindingView[]): Lie[] {
  return findings
    .filter((finding) => LIE_KINDS.has(finding.kind))
    .map(({ id, kind, text, startedAtMs, endedAtMs, connectionsTotal }) => ({
      ...{ id, fromMs: startedAtMs, toMs: endedAtMs },
      label: WORDS[kind]?.(connectionsTotal) ?? text.replace(/\.$/, ''),
    }))
    .sort((a, b) => a.fromMs - b.fromMs)
}

/** An incident that names no address may concern any. */
export function concerns({ subjects }: Pick<IncidentView, 'subjects'>, vip: string | null): boolean {
  const vips = subjects.filter((subject) => subject.type === 'vip')
  return vip === null || vips.length === 0 || vips.some((subject) => subject.id === vip)
}
