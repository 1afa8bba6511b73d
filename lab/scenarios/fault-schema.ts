/** The part of a scenario that says what is done to the site, and when. */

import { z } from 'zod'
import { Duration, HostName } from './site-schema.ts'

/** When, counted from the moment that everything stands; `id` lets the truth point at it. */
const when = { at: Duration, id: z.string().optional() }
const host = { host: HostName }
const hosts = z.union([HostName.transform((one) => [one]), z.array(HostName).min(1)])
const network = { network: z.enum(['data', 'management']).default('data') }
const program = { program: z.enum(['haproxy', 'keepalived', 'traffic', 'sshd', 'agent']) }

export const TRAFFIC_CLASSES = ['all', 'tcp', 'vrrp', 'arp', 'gratuitous-arp', 'icmp'] as const

export const FaultSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('cut-link'), ...when, ...host, ...network }),
  z.strictObject({ do: z.literal('restore-link'), ...when, ...host, ...network }),
  z.strictObject({ do: z.literal('kill'), ...when, ...host, ...program }),
  /** SIGTERM: it ends as it would at a planned stop. */
  z.strictObject({ do: z.literal('terminate'), ...when, ...host, ...program }),
  z.strictObject({ do: z.literal('start'), ...when, ...host, ...program }),
  z.strictObject({ do: z.literal('stop'), ...when, ...host, ...program }),
  z.strictObject({ do: z.literal('continue'), ...when, ...host, ...program }),
  z.strictObject({ do: z.literal('freeze-host'), ...when, ...host }),
  z.strictObject({ do: z.literal('thaw-host'), ...when, ...host }),
  /** Frames between hosts vanish in the switch, one way; `restore` names its `id` to end it. */
  z.strictObject({
    do: z.literal('drop'),
    ...when,
    from: hosts.optional(),
    to: hosts.optional(),
    of: z.enum(TRAFFIC_CLASSES).default('all'),
    for: Duration.optional(),
  }),
  z.strictObject({ do: z.literal('restore'), ...when, drop: z.string() }),
  z.strictObject({ do: z.literal('reload-haproxy'), ...when, ...host }),
  z.strictObject({ do: z.literal('haproxy-command'), ...when, ...host, command: z.string() }),
  z.strictObject({
    do: z.literal('set-priority'),
    ...when,
    ...host,
    priority: z.number().int().min(1).max(254),
  }),
  /** What the host's own servers do: `refuse` closes the port and every connection. */
  z.strictObject({
    do: z.literal('server'),
    ...when,
    ...host,
    mode: z.enum(['ok', 'hang', 'refuse', 'fail']),
    for: Duration.optional(),
  }),
  z.strictObject({ do: z.literal('announce-address'), ...when, ...host, vip: z.string() }),
  z.strictObject({ do: z.literal('flush-neighbours'), ...when, ...host }),
  z.strictObject({ do: z.literal('add-address'), ...when, ...host, address: z.string() }),
  z.strictObject({ do: z.literal('remove-address'), ...when, ...host, address: z.string() }),
  /** Killed where it stands, or started again with what it had saved. */
  z.strictObject({ do: z.literal('kill-dashboard'), ...when }),
  z.strictObject({ do: z.literal('start-dashboard'), ...when }),
  z.strictObject({ do: z.literal('stop-traffic'), ...when, traffic: z.string() }),
])

export const TrafficSchema = z.strictObject({
  name: z.string().optional(),
  on: HostName,
  /**
   * `requests`: a new connection for each. `busy`: connections that send and expect an echo. `idle`: one exchange, then silence.
   * `half-closed`: the client's half is closed, it waits for more. `download`: only receives. `deploy`: ssh in a terminal,
   * printing as it goes. `copy-in`, `copy-out`: scp in a terminal.
   */
  do: z.enum(['requests', 'busy', 'idle', 'half-closed', 'download', 'deploy', 'copy-in', 'copy-out']),
  service: z.string(),
  /** Which VIP; the service's, or the first. */
  vip: z.string().optional(),
  connections: z.number().int().min(1).max(5000).default(1),
  perSecond: z.number().min(0.1).max(2000).default(5),
  /** Opens a new connection when one ends. */
  reconnect: z.boolean().default(false),
  from: Duration.default(0),
  until: Duration.optional(),
})

export type Fault = z.infer<typeof FaultSchema>
export type TrafficPlan = z.infer<typeof TrafficSchema>
