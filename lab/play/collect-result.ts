/** Everything known of one run at its end: the lab's own truth, the clients' word, and what was reported. */

import type { Incident } from '../../lib/model/incident.ts'
import type { ClientConnection, RequestCounts } from '../net/programs/connect.ts'
import type { Site } from '../net/start-site.ts'
import type { TrafficReport } from '../net/talk-to-program.ts'
import type { Scenario } from '../scenarios/scenario-schema.ts'
import { type JudgedSockets, socketKey } from '../truth/judge-sockets.ts'
import type { Observer, Spell, TruthEvent } from '../truth/start-observer.ts'
import type { IncidentPoll, SeenFinding } from './poll-incidents.ts'

export type ClassName = keyof JudgedSockets
export type RunResult = {
  scenario: Scenario
  startMs: number
  endMs: number
  events: TruthEvent[]
  /** Sockets that were so at the end, and every one that was so at some look. */
  atEnd: Record<ClassName, string[]>
  spells: Record<ClassName, Map<string, Spell>>
  connections: (ClientConnection & { host: string })[]
  requests: (RequestCounts & { host: string })[]
  findings: SeenFinding[]
  incidents: Incident[]
  naive: Observer['naive']
  /** Servers that HAProxy called down, by its own word. */
  haproxyDown: { atMs: number; text: string }[]
}

type Given = { site: Site; observer: Observer; poll: IncidentPoll; startMs: number; url: string }

export async function collectResult(scenario: Scenario, given: Given): Promise<RunResult> {
  const { site, observer, poll, startMs, url } = given
  const judged = await observer.lookNow()
  const endMs = Date.now()
  const connections: RunResult['connections'] = []
  const requests: RunResult['requests'] = []
  for (const [host, link] of site.programs) {
    const report = await link.ask<TrafficReport>({ do: 'report' }).catch(() => null)
    for (const one of report?.connections ?? []) connections.push({ host, ...one })
    for (const one of report?.requests ?? []) requests.push({ host, ...one })
  }
  const keys = (name: ClassName) => judged[name].map(socketKey)
  return {
    ...{ scenario, startMs, endMs, connections, requests },
    events: [...observer.events].sort((a, b) => a.atMs - b.atMs),
    atEnd: {
      ...{ phantoms: keys('phantoms'), blackholes: keys('blackholes') },
      ...{ orphans: keys('orphans'), clientless: keys('clientless') },
    },
    spells: observer.spells,
    findings: [...poll.seen.values()],
    incidents: poll.incidents(),
    naive: observer.naive,
    haproxyDown: await serversDown(url, startMs, endMs).catch(() => []),
  }
}

type EventAnswer = { atMs: number; kind: string; to: string | null; text: string }

async function serversDown(url: string, fromMs: number, toMs: number): Promise<RunResult['haproxyDown']> {
  const asked = await fetch(`${url}/api/v1/events?kind=server-state&limit=1000&from=${fromMs}&to=${toMs}`)
  const body = (await asked.json()) as { events?: EventAnswer[] } | EventAnswer[]
  const events = Array.isArray(body) ? body : (body.events ?? [])
  return events.filter((event) => event.to === 'down').map(({ atMs, text }) => ({ atMs, text }))
}
