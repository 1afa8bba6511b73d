/** Writes haproxy.cfg for one load balancer of a site: each service on its VIPs. */

import type { SitePlan } from '../scenarios/site-schema.ts'
import { joinPort, MANAGEMENT } from './plan-addresses.ts'

export const RING = 'events'
export const SYSLOG_PORT = 5514
export const DEFAULT_SSH_PORT = 22

export function lbConfig(
  plan: SitePlan,
  host: string,
  files: { socket: string; pidFile: string },
  addressOf: (host: string) => string,
): string {
  const lines = [
    'global',
    `  stats socket ${files.socket} mode 600 level admin expose-fd listeners`,
    `  pidfile ${files.pidFile}`,
    '  nbthread 1',
    `  node ${host}`,
    `  log-send-hostname ${host}`,
    ...plan.haproxyGlobal.map((line) => `  ${line}`),
    `  log ring@${RING} local0`,
    `  log ${MANAGEMENT.desk}:${SYSLOG_PORT} local0`,
    `ring ${RING}`,
    '  format rfc5424',
    '  maxlen 2048',
    '  size 65536',
    'defaults',
    '  log global',
    '  timeout connect 2s',
    '  timeout client 1h',
    '  timeout server 1h',
    '  timeout check 2s',
    '  retries 1',
    ...plan.haproxyDefaults.map((line) => `  ${line}`),
  ]
  const mine = plan.vips.filter((vip) => vip.owners.includes(host)).map((vip) => vip.address)
  for (const service of plan.services) {
    const vips = mine.filter((vip) => service.vip === undefined || vip === service.vip)
    if (!vips.length) continue
    const mode = service.mode === 'http' ? 'http' : 'tcp'
    const serverPort = service.serverPort ?? (service.mode === 'ssh' ? DEFAULT_SSH_PORT : service.port)
    lines.push(
      `frontend fe_${service.name}`,
      `  mode ${mode}`,
      `  option ${mode === 'http' ? 'httplog' : 'tcplog'}`,
      ...vips.map((vip) => `  bind ${joinPort(vip, service.port)}`),
      ...service.frontendLines.map((line) => `  ${line}`),
      `  default_backend ${service.name}`,
      `backend ${service.name}`,
      `  mode ${mode}`,
      ...(service.lines.some((line) => line.startsWith('balance ')) ? [] : ['  balance roundrobin']),
      ...(mode === 'http' && service.checkPath !== false
        ? [`  option httpchk GET ${service.checkPath}`]
        : []),
      ...(service.cookie === undefined ? [] : [`  cookie ${service.cookie} insert indirect nocache`]),
      ...service.lines.map((line) => `  ${line}`),
      ...service.servers.map(
        (name) =>
          `  server ${name} ${joinPort(addressOf(name), serverPort)} ${service.check}${
            service.cookie === undefined ? '' : ` cookie ${name}`
          }`,
      ),
    )
  }
  return `${lines.join('\n')}\n`
}
