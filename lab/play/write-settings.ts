/** Settings of the dashboard for a site, written beside the site's other files. */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { stringify } from 'yaml'
import type { Site } from '../net/start-site.ts'

export function writeSettings(site: Site, ports: { web: number; syslog: number }): string {
  const settings = {
    host: '127.0.0.1',
    port: ports.web,
    haproxy: [...site.loadBalancers.values()].map((lb) => ({
      ...{ name: lb.name, url: `unix:${lb.socket}`, ring: 'events' },
      ...(site.plan.readsConfig ? { config: lb.configFile } : {}),
    })),
    // At the desk the ring is its only log: what load balancers send there comes out here.
    ...(site.plan.dashboardAddress === undefined ? { syslog: [`udp://127.0.0.1:${ports.syslog}`] } : {}),
    ...site.plan.settings,
  }
  const file = path.join(site.dir, 'polygraph.yaml')
  writeFileSync(file, stringify(settings))
  return file
}
