/** What every collector is given, and what it gives back. */

import type { Intake } from '../intake.ts'
import type { SourceDesk } from '../source-desk.ts'
import type { ProbedServer } from './probe-servers.ts'

export type CollectorPort = {
  intake: Intake
  desk: SourceDesk
  now: () => number
  /** A server of this load balancer drains: its sessions are worth a closer look. */
  isDraining: (loadBalancer: string) => boolean
  /** All that load balancers report just now. */
  servers: () => ProbedServer[]
}

export type Collector = { stop: () => void | Promise<void> }
