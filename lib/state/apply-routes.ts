/** Routes of a host: only what changed of each destination is told. */

import type { Host } from '../model/host.ts'
import type { HostReport, RouteReading } from '../model/host-report.ts'
import type { Taking } from './taking.ts'

export const MAX_ROUTES = 500

const routeKey = (route: RouteReading) => `${route.family} ${route.destination} ${route.metric ?? 0}`

const same = (a: RouteReading, b: RouteReading) =>
  a.via === b.via && a.link === b.link && a.source === b.source

export function applyRoutes(host: Host, report: HostReport, taking: Taking): void {
  if (report.routes === undefined) return
  const before = new Map(host.routes.map((one) => [routeKey(one), one]))
  host.routes = report.routes.slice(0, MAX_ROUTES)
  if (taking.first) return
  const { sinceMs: atMs, errorMs } = taking.between()
  const told = { what: 'route' as const, atMs, errorMs }
  for (const now of host.routes) {
    const was = before.get(routeKey(now)) ?? null
    before.delete(routeKey(now))
    if (was === null || !same(was, now))
      taking.add({ ...told, destination: now.destination, from: was, to: now })
  }
  for (const was of before.values())
    taking.add({ ...told, destination: was.destination, from: was, to: null })
}
