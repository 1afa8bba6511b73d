/** Asks servers directly for a real path, each in its turn, beside what their checks say. */

import type { ProbeSetting } from '../settings/probe-setting.ts'
import type { Collector, CollectorPort } from './collector.ts'
import { askServer, type ProbeTarget, readTarget } from './probe-request.ts'

export const SOURCE = 'probes'
/** Requests at once, and begun in one look: a large site is asked more slowly, never harder. */
export const MAX_AT_ONCE = 20
export const MAX_A_LOOK = 10
export const LOOK_EVERY_MS = 200

export type ProbedServer = {
  loadBalancer: string
  pool: string
  server: string
  address: string | null
  claim: string
}

type Ask = typeof askServer

/** Taken out on purpose: what it answers is nobody's affair. */
const isOut = (claim: string) => claim === 'maint'

export function startProbes(
  settings: readonly ProbeSetting[],
  port: Pick<CollectorPort, 'intake' | 'desk' | 'now' | 'servers'>,
  ask: Ask = askServer,
): Collector {
  const dueAtMs = new Map<string, number>()
  let running = 0
  let stopped = false
  const say = settings.map((one) => `${one.pool}${one.path}`).join(', ')
  port.desk.open(SOURCE, 'probe', say.slice(0, 200), null)
  port.desk.waiting(SOURCE)

  const wanted = (probe: ProbeSetting, one: ProbedServer) =>
    one.pool === probe.pool &&
    (probe.loadBalancer === null || probe.loadBalancer === one.loadBalancer) &&
    (probe.servers === null || probe.servers.includes(one.server)) &&
    !isOut(one.claim)

  async function askOne(probe: ProbeSetting, one: ProbedServer, target: ProbeTarget) {
    running++
    const answer = await ask(probe, target)
    running--
    if (stopped) return
    const { loadBalancer, pool, server, address } = one
    const text = JSON.stringify({ pool, server, address, path: probe.path, ...answer })
    port.intake.offer({ source: SOURCE, loadBalancer, kind: 'probe', atMs: port.now(), text })
    port.desk.read(SOURCE, answer.durationMs)
  }

  function look() {
    const nowMs = port.now()
    const servers = port.servers()
    const seen = new Set<string>()
    let begun = 0
    for (const [at, probe] of settings.entries())
      for (const one of servers) {
        if (!wanted(probe, one)) continue
        const key = `${at} ${one.loadBalancer}/${one.pool}/${one.server}`
        seen.add(key)
        // First spread over the interval: servers are not all asked in one moment.
        const due = dueAtMs.get(key) ?? nowMs + ((seen.size * 137) % Math.min(1_000, probe.intervalMs))
        dueAtMs.set(key, due)
        if (due > nowMs) continue
        if (running >= MAX_AT_ONCE || begun >= MAX_A_LOOK) {
          port.desk.lose(SOURCE, 'asked-later', 1)
          dueAtMs.set(key, nowMs + LOOK_EVERY_MS)
          continue
        }
        dueAtMs.set(key, Math.max(due + probe.intervalMs, nowMs + LOOK_EVERY_MS))
        const target = readTarget(one.address)
        if (target === null) {
          port.desk.reject(
            SOURCE,
            'no-address',
            `${one.pool}/${one.server}: ${one.address ?? 'not reported'}`,
            1,
          )
          dueAtMs.set(key, nowMs + 60_000)
          continue
        }
        begun++
        void askOne(probe, one, target)
      }
    for (const key of dueAtMs.keys()) if (!seen.has(key)) dueAtMs.delete(key)
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  return {
    stop() {
      stopped = true
      clearInterval(timer)
    },
  }
}
