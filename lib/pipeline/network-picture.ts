/** What is drawn of hosts, addresses and incidents; made again when something changed, and once a second. */

import type { Finding } from '../model/finding.ts'
import type { Host } from '../model/host.ts'
import type { Incident } from '../model/incident.ts'
import type { World } from '../model/load-balancer.ts'
import { type LiveSnapshot, STRIP_SECONDS } from '../views/live-view.ts'
import { type IncidentView, LIVE_INCIDENTS, type NetworkSecond } from '../views/network-view.ts'
import { toHostView } from '../views/to-host-view.ts'
import { toIncidentView } from '../views/to-incident-view.ts'
import { toNetworkSeconds } from '../views/to-network-second.ts'
import { toVipViews } from '../views/to-vip-view.ts'

/** An agent is believed for this many of its intervals, and for this long at least. */
const BEATS = 3
const LEAST_MS = 3_000

export const isHostFresh = (host: Host, nowMs: number) =>
  nowMs - host.heardAtMs <= Math.max(LEAST_MS, BEATS * (host.hello?.intervalMs ?? 1_000))

export type NetworkPort = { incidents: () => Incident[]; findings: () => Finding[] }
type Shown = Pick<LiveSnapshot, 'hosts' | 'vips' | 'incidents'>

export function createNetworkPicture(world: World, port: NetworkPort) {
  const strips: Record<string, NetworkSecond[]> = {}
  const views = new Map<Incident, IncidentView>()
  let shown: Shown = { hosts: [], vips: [], incidents: [] }
  let touched = false

  function viewOf(incident: Incident): IncidentView {
    const view = views.get(incident) ?? toIncidentView(incident)
    views.set(incident, view)
    return view
  }

  function redraw(nowMs: number): Shown {
    const hosts = [...world.hosts.values()]
    const findings = port.findings()
    const incidents = port.incidents().slice(0, LIVE_INCIDENTS)
    for (const known of views.keys()) if (!incidents.includes(known)) views.delete(known)
    touched = false
    return {
      hosts: hosts.map((host) => toHostView(host, findings, isHostFresh(host, nowMs))),
      vips: toVipViews(hosts, findings, (host) => isHostFresh(host, nowMs)),
      incidents: incidents.map(viewOf),
    }
  }

  /** Adds or amends one second of one address; the oldest fall out. */
  function place(vip: string, next: NetworkSecond) {
    const strip = strips[vip] ?? []
    strips[vip] = strip
    const at = strip.findLastIndex((each) => each.second <= next.second)
    const known = at >= 0 && strip[at]!.second === next.second
    strip.splice(known ? at : at + 1, known ? 1 : 0, next)
    while (strip.length && strip[0]!.second <= strip.at(-1)!.second - STRIP_SECONDS) strip.shift()
  }

  return {
    touch() {
      touched = true
    },
    isTouched: () => touched,
    seed(before: LiveSnapshot | null) {
      Object.assign(strips, before?.networkStrips)
    },
    /** `second` is given once a second: then its strips are made, too. */
    advance(nowMs: number, second: number | null): Shown & { moved: [string, NetworkSecond][] } {
      if (!world.hosts.size && !touched && !shown.hosts.length && !shown.incidents.length)
        return { ...shown, moved: [] }
      if (touched || second !== null) shown = redraw(nowMs)
      if (second === null) return { ...shown, moved: [] }
      const now = {
        hosts: [...world.hosts.values()],
        hostViews: shown.hosts,
        vips: shown.vips,
        findings: port.findings(),
      }
      const moved = toNetworkSeconds(second, now, strips)
      for (const [vip, next] of moved) place(vip, next)
      const oldest = second - STRIP_SECONDS
      for (const [vip, strip] of Object.entries(strips))
        if ((strip.at(-1)?.second ?? 0) <= oldest) delete strips[vip]
      return { ...shown, moved }
    },
    strips: () => strips,
  }
}
