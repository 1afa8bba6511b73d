/** The part of a scenario that says what is done to the site, and when. */

import { z } from 'zod'
import { BehaviourSchema, SpreadSchema } from './behaviour-schema.ts'
import { Duration, HostName } from './duration-and-names.ts'

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
    /** `refuse` on this port alone. */
    port: z.number().int().optional(),
    for: Duration.optional(),
  }),
  /** Changes what is named of a server's or a database's behaviour, for good or for a time. */
  z.strictObject({
    do: z.literal('behave'),
    ...when,
    host: hosts,
    set: BehaviourSchema,
    for: Duration.optional(),
  }),
  /** Nothing is answered for so long; then it goes on where it was. */
  z.strictObject({ do: z.literal('stall'), ...when, host: hosts, for: Duration }),
  /** Every connection of the server's program ends with a RST. */
  z.strictObject({ do: z.literal('reset-connections'), ...when, ...host }),
  /** A planned stop of the server's program: it takes nothing new and is gone after its grace. */
  z.strictObject({ do: z.literal('end-server'), ...when, ...host, grace: Duration.default(0) }),
  /** Readings as an orchestrator or a log shipper would send them to the dashboard; `$NOW` and `$NOW+5000` are times,
   * `$N*1000+8000` counts: N is 0 the first time. */
  z.strictObject({
    do: z.literal('ingest'),
    ...when,
    readings: z.array(z.record(z.string(), z.unknown())),
    every: Duration.optional(),
    times: z.number().int().min(1).max(1000).default(1),
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

const TRAFFIC_KINDS = [
  'requests',
  'busy',
  'idle',
  'half-closed',
  'download',
  'deploy',
  'copy-in',
  'copy-out',
  'arrivals',
  'sessions',
  'uploads',
] as const

export const TrafficSchema = z.strictObject({
  name: z.string().optional(),
  on: HostName,
  /**
   * `requests`: a new connection for each. `busy`: connections that send and expect an echo. `idle`: one exchange, then silence.
   * `half-closed`: the client's half is closed, it waits for more. `download`: only receives. `deploy`: ssh in a terminal,
   * printing as it goes. `copy-in`, `copy-out`: scp in a terminal. `arrivals`: requests at random moments, whatever becomes
   * of those before. `sessions`: long ones, each as long as its lifetime: TCP, or streams over HTTP. `uploads`: the same, sent.
   */
  do: z.enum(TRAFFIC_KINDS),
  service: z.string(),
  /** Which VIP; the service's, or the first. */
  vip: z.string().optional(),
  connections: z.number().int().min(1).max(5000).default(1),
  perSecond: z.number().min(0.001).max(2000).default(5),
  /** Opens a new connection when one ends. */
  reconnect: z.boolean().default(false),
  /** Of `arrivals`: what is asked for, by how many people with a browser each (0: everyone is new), and their patience. */
  paths: z.array(z.string()).min(1).default(['/']),
  users: z.number().int().min(0).max(5000).default(0),
  timeout: Duration.default(5000),
  /** Of `sessions` and `uploads`: `connections` are there at the start, `perSecond` come later. */
  lifetime: SpreadSchema.default({ of: 'exponential', mean: 5000 }),
  /** TCP sessions say something every two seconds, or nothing after their first word. */
  talks: z.boolean().default(true),
  seed: z.number().int().default(1),
  from: Duration.default(0),
  until: Duration.optional(),
})

export type Fault = z.infer<typeof FaultSchema>
export type TrafficPlan = z.infer<typeof TrafficSchema>
