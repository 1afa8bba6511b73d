/** Writes keepalived.conf for one load balancer: an instance for each VIP that it may hold. */

import type { SitePlan } from '../scenarios/site-schema.ts'
import { isIpv6, prefixLengthOf } from './plan-addresses.ts'

const FIRST_PRIORITY = 150
const PRIORITY_STEP = 30

/** `priorities` overrides what the order of owners says, by VIP address. */
export function keepalivedConfig(
  plan: SitePlan,
  host: string,
  haproxyPidFile: string,
  priorities: Record<string, number> = {},
): string {
  const { vrrp } = plan
  // Intervals below a second exist from version 3 of the protocol on, and IPv6 in no other.
  const version = vrrp.advertMs % 1000 || plan.vips.some((vip) => isIpv6(vip.address)) ? 3 : 2
  const lines = [
    'global_defs {',
    `  router_id ${host}`,
    '  script_user root',
    '  enable_script_security',
    `  vrrp_version ${version}`,
    '}',
  ]
  if (vrrp.trackHaproxy)
    lines.push(
      'vrrp_script haproxy_lives {',
      `  script "/bin/sh -c 'kill -0 $(cat ${haproxyPidFile})'"`,
      '  interval 1',
      '  fall 1',
      '  rise 2',
      '}',
    )
  for (const [n, vip] of plan.vips.entries()) {
    const rank = vip.owners.indexOf(host)
    if (rank < 0) continue
    lines.push(
      `vrrp_instance vip${n + 1} {`,
      // Without preemption nobody may start as the one that preempts.
      `  state ${rank === 0 && vip.preempt ? 'MASTER' : 'BACKUP'}`,
      '  interface eth0',
      `  virtual_router_id ${51 + n}`,
      `  priority ${priorities[vip.address] ?? FIRST_PRIORITY - rank * PRIORITY_STEP}`,
      `  advert_int ${vrrp.advertMs / 1000}`,
      ...(vip.preempt ? [] : ['  nopreempt']),
      ...vrrp.lines.map((line) => `  ${line}`),
      '  virtual_ipaddress {',
      `    ${vip.address}/${prefixLengthOf(plan)} dev eth0`,
      '  }',
      ...(vrrp.trackHaproxy ? ['  track_script {', '    haproxy_lives', '  }'] : []),
      '}',
    )
  }
  return `${lines.join('\n')}\n`
}
