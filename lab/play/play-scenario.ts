/** Plays one scenario from nothing to nothing: site, dashboard, agents, traffic, faults, and what was seen of it. */

import { setTimeout as wait } from 'node:timers/promises'
import { freePort } from '../haproxy/free-port.ts'
import { until } from '../haproxy/until.ts'
import { type Site, startSite } from '../net/start-site.ts'
import type { Scenario } from '../scenarios/scenario-schema.ts'
import { startObserver } from '../truth/start-observer.ts'
import { collectResult, type RunResult } from './collect-result.ts'
import { describeFault } from './describe-fault.ts'
import { injectFault, type Undo } from './inject-fault.ts'
import { pollIncidents, type SeenFinding } from './poll-incidents.ts'
import type { AgentProgram } from './start-agents.ts'
import { startAgents } from './start-agents.ts'
import { type Dashboard, startDashboard } from './start-dashboard.ts'
import { startTraffic, taskName } from './start-traffic.ts'
import { writeSettings } from './write-settings.ts'

export type PlayOptions = {
  agent: AgentProgram | null
  port?: number
  record?: string
  /** Lines for whoever watches; ms since the scenario's clock began. */
  say: (atMs: number, line: string) => void
  /** Resolves when the scenario is to be left standing no longer; absent: at once. */
  keep?: (url: string, site: Site) => Promise<void>
  signal?: AbortSignal
}

/** How long agents may take until every host has been heard. */
const HEARD_WITHIN_MS = 10_000
/** What stands is left alone for a moment before the clock begins. */
const SETTLE_MS = 1500

export async function playScenario(scenario: Scenario, options: PlayOptions): Promise<RunResult> {
  const { say, signal } = options
  const stops: (() => unknown)[] = []
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one()
  }
  const began = Date.now()
  let dashboard: Dashboard | null = null
  try {
    const ports = { web: options.port ?? (await freePort()), syslog: await freePort() }
    let starting: Promise<Dashboard> | null = null
    const recording = options.record ? ['--record', options.record] : []
    const site = await startSite(scenario.site, (half) => {
      const inside = scenario.site.dashboardAddress === undefined ? null : half.desk.pid
      starting = (inside === null ? Promise.resolve() : half.desk.openDoor(ports.web)).then(() =>
        startDashboard(half.dir, writeSettings(half, ports), ports.web, recording, inside),
      )
      starting.catch(() => undefined)
    }).catch(async (error) => {
      await starting?.then((one) => one.stop()).catch(() => undefined)
      throw error
    })
    stops.push(site.stop)
    const watcher: Dashboard = await starting!
    dashboard = watcher
    stops.push(watcher.stop)
    site.desk.connectTo(ports)
    const withAgents = options.agent !== null && scenario.site.agents
    const startAgent = withAgents
      ? startAgents(site, options.agent!, (line) => say(Date.now() - began, line))
      : () => undefined
    if (withAgents) await allHeard(site, watcher.url, (line) => say(Date.now() - began, line))
    const tasks = scenario.traffic.map((task, n) => ({ task, name: taskName(task, n) }))
    await Promise.all(
      tasks.filter(({ task }) => task.from === 0).map(({ task, name }) => startTraffic(site, task, name)),
    )
    await wait(SETTLE_MS, undefined, { signal })

    const startMs = Date.now()
    say(0, `the site stands after ${((startMs - began) / 1000).toFixed(1)} s; ${watcher.url}`)
    const tell = (atMs: number, line: string) => say(atMs - startMs, line)
    const observer = await startObserver(site, tell, scenario.watchVersions ?? null)
    stops.push(observer.stop)
    const poll = pollIncidents(watcher.url, began, (seen) => tell(seen.seenAtMs, describeFinding(seen)))
    stops.push(poll.stop)
    const undo: Undo = new Map()
    const clock: { atMs: number; act: () => Promise<void> }[] = [
      ...scenario.faults.map((fault) => ({
        atMs: fault.at,
        act: async () => {
          const atMs = Date.now()
          await injectFault(site, fault, undo, { startAgent, dashboard: watcher })
          observer.note({ atMs, what: 'fault', id: fault.id ?? null, text: describeFault(fault), fault })
          tell(atMs, `fault: ${describeFault(fault)}`)
        },
      })),
      ...tasks
        .filter(({ task }) => task.from > 0)
        .map(({ task, name }) => ({ atMs: task.from, act: () => startTraffic(site, task, name) })),
      ...tasks.flatMap(({ task, name }) =>
        task.until === undefined
          ? []
          : [
              {
                atMs: task.until,
                act: async () => void (await site.programs.get(task.on)?.ask({ do: 'stop', task: name })),
              },
            ],
      ),
    ]
    for (const { atMs, act } of clock.sort((a, b) => a.atMs - b.atMs)) {
      await wait(Math.max(0, startMs + atMs - Date.now()), undefined, { signal })
      await act()
    }
    await wait(Math.max(0, startMs + scenario.lasts - Date.now()), undefined, { signal })
    const result = await collectResult(scenario, { site, observer, poll, startMs, url: watcher.url })
    if (options.keep) await options.keep(watcher.url, site)
    return result
  } catch (error) {
    const lastWords = dashboard?.died()
    throw lastWords ? new Error(`the dashboard ended by itself: ${lastWords}`) : error
  } finally {
    await stop()
  }
}

/** Where a host is never heard the scenario goes on: what is missing then shows in the score. */
async function allHeard(site: Site, url: string, say: (line: string) => void): Promise<void> {
  const wanted = Object.entries(site.plan.hosts).flatMap(([name, host]) => (host.agent ? [name] : []))
  const missing = async () => {
    const body: unknown = await (await fetch(`${url}/api/v1/sources`)).json()
    const list = (Array.isArray(body) ? body : []) as { name?: string; lastReadingAtMs?: number | null }[]
    const heard = list.filter((one) => one.lastReadingAtMs !== null).map((one) => one.name ?? '')
    return wanted.filter((name) => !heard.some((one) => one === name || one.endsWith(` ${name}`)))
  }
  let left = wanted
  const heard = async () => {
    left = await missing()
    return left.length === 0
  }
  await until('every agent', heard, { timeoutMs: HEARD_WITHIN_MS, everyMs: 100 }).catch(() =>
    say(`not heard of by the dashboard: ${left.join(', ')}`),
  )
}

const describeFinding = ({ finding, severity }: SeenFinding) =>
  `reported: ${finding.kind} (${severity}) ${finding.subjects.map((one) => `${one.type} ${one.id}`).join(', ')}${
    finding.text ? `: ${finding.text}` : ''
  }`
