/** The part of a scenario that says what stands: hosts, addresses, services. */

import { z } from 'zod'
import { BehaviourSchema } from './behaviour-schema.ts'
import { Duration, HostName } from './duration-and-names.ts'

const Port = z.number().int().min(1).max(65535)

export const HostSchema = z.strictObject({
  role: z.enum(['load-balancer', 'server', 'client', 'bastion', 'database']),
  /** Its own address; the next free one of the network where it is absent. */
  address: z.string().optional(),
  /** Kernel settings inside it, for example `net.ipv4.tcp_retries2: 5`. */
  sysctl: z.record(z.string().regex(/^net\./), z.union([z.string(), z.number()])).default({}),
  /** Whether an agent runs on it. */
  agent: z.boolean().default(true),
  /** How far its agent's clock is ahead of ours. */
  clockSkewMs: z.number().int().min(-600_000).max(600_000).default(0),
  /** Further addresses of a client, one for each of its first users: they do not all come from one. */
  moreAddresses: z.number().int().min(0).max(90).default(0),
  /** What a server or a database is like from the start. */
  behaviour: BehaviourSchema.optional(),
})

export const VipSchema = z.strictObject({
  address: z.string(),
  /** Load balancers that may hold it, the one that should first. */
  owners: z.array(HostName).min(1).max(8),
  preempt: z.boolean().default(true),
})

export const ServiceSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,20}$/),
  mode: z.enum(['http', 'tcp', 'ssh']),
  /** On the VIP. */
  port: Port,
  servers: z.array(HostName).min(1),
  /** On the servers; 22 for ssh, else the same as `port`. */
  serverPort: Port.optional(),
  /** How HAProxy checks each. */
  check: z.string().default('check inter 1s fall 2 rise 2'),
  /** What an HTTP check asks for; false: it only connects. */
  checkPath: z.union([z.string(), z.literal(false)]).default('/health'),
  /** The cookie that brings a client back to its server. */
  cookie: z.string().optional(),
  /** Further lines of the frontend and of the backend. */
  frontendLines: z.array(z.string()).default([]),
  lines: z.array(z.string()).default([]),
  /** Only on this VIP; on all where it is absent. */
  vip: z.string().optional(),
})

export const SiteSchema = z.strictObject({
  network: z.string().default('10.20.0.0/24'),
  vrrp: z
    .strictObject({
      /** False: no keepalived; each VIP stays at its first owner. */
      run: z.boolean().default(true),
      advertMs: Duration.default(1000),
      /** Whether the address moves when HAProxy is gone. */
      trackHaproxy: z.boolean().default(true),
      /** Further lines of each vrrp_instance. */
      lines: z.array(z.string()).default([]),
    })
    .prefault({}),
  vips: z.array(VipSchema).min(1).max(8),
  services: z.array(ServiceSchema).min(1).max(20),
  hosts: z.record(HostName, HostSchema),
  /** Further lines of HAProxy's `defaults`. */
  haproxyDefaults: z.array(z.string()).default([]),
  haproxyGlobal: z.array(z.string()).default([]),
  /** False: on no host. */
  agents: z.boolean().default(true),
  /** Whether the dashboard is given each haproxy.cfg. */
  readsConfig: z.boolean().default(false),
  /** The dashboard's own address on the network of the servers, from where it can ask each of them directly. */
  dashboardAddress: z.string().optional(),
  /** Further settings of the dashboard, as its configuration file has them. */
  settings: z.record(z.string(), z.unknown()).default({}),
})

export type SitePlan = z.infer<typeof SiteSchema>
export type HostPlan = z.infer<typeof HostSchema>
export type ServicePlan = z.infer<typeof ServiceSchema>
