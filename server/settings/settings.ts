/** What a running Polygraph was asked to do, from flags and polygraph.yaml together. */

import type { CapacitySetting } from './capacity-setting.ts'
import type { ProbeSetting } from './probe-setting.ts'

export type HaproxyTarget =
  | { via: 'unix'; path: string }
  | { via: 'tcp'; host: string; port: number }
  | { via: 'http'; url: string; authorization: string | null; insecureTls: boolean }

export type HaproxySetting = {
  /** Name of the load balancer; several sockets with one name are its processes. */
  name: string
  target: HaproxyTarget
  /** The target as written, without credentials. */
  shown: string
  intervalMs: number
  /** Ring to follow with `show events <ring> -w`; null to follow none. */
  ring: string | null
}

export type SyslogSetting = {
  transport: 'udp' | 'tcp'
  host: string
  port: number
  loadBalancer: string | null
  logFormat: string | null
}

export type FileSetting = { path: string; loadBalancer: string | null; logFormat: string | null }

/** Its haproxy.cfg: the files in the order of their `-f`. */
export type ConfigSetting = { loadBalancer: string; files: string[] }

export type Retention = { secondsMs: number; tenSecondsMs: number; minutesMs: number; eventsMs: number }

export type Settings = {
  host: string
  port: number
  dataDir: string
  openAccess: boolean
  /** Where browsers reach it through a proxy: `https://polygraph.example`; null where they come directly. */
  publicUrl: string | null
  haproxy: HaproxySetting[]
  syslog: SyslogSetting[]
  logs: FileSetting[]
  probes: ProbeSetting[]
  capacities: CapacitySetting[]
  configs: ConfigSetting[]
  replay: string | null
  /** Recording to write everything into; null to write none. */
  record: string | null
  retention: Retention
}

/** A mistake in what was asked, with where it stands and what would be right. */
export class SettingsError extends Error {
  override name = 'SettingsError'
}

export const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost'])
