/** What a source said at one moment. */

import type { GracePeriod } from './grace-period.ts'
import type { HostReport } from './host-report.ts'
import type { LogRecord } from './log-record.ts'
import type { ProbeReading } from './probe.ts'
import type { ReplicationReading } from './replication.ts'
import type {
  ProcessReading,
  ServersStateReading,
  SessionsReading,
  StatsReading,
  StickTableReading,
  WorkersReading,
} from './stats-reading.ts'

export type LogReading = {
  kind: 'log'
  source: string
  /** Null until the pipeline has found whose line it is. */
  loadBalancer: string | null
  /** When the line arrived, epoch ms. */
  atMs: number
  record: LogRecord
  /** True where the dates come from a recording already shifted. */
  shifted: boolean
}

export type Reading =
  | HostReport
  | StatsReading
  | ProcessReading
  | WorkersReading
  | ServersStateReading
  | SessionsReading
  | StickTableReading
  | LogReading
  | GracePeriod
  | ProbeReading
  | ReplicationReading
