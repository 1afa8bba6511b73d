/** Joins flags, polygraph.yaml and defaults; flags win. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { toCapacitySetting } from './capacity-setting.ts'
import { toProbeSetting } from './probe-setting.ts'
import { type ConfigFile, readConfigFile } from './read-config-file.ts'
import { readConfigs } from './read-configs.ts'
import { DEFAULT_INTERVAL_MS, readHaproxyFlag, readSyslogAddress } from './read-target.ts'
import { type HaproxySetting, LOOPBACK, type Settings, SettingsError } from './settings.ts'

const DAY_MS = 86_400_000
const DEFAULT_RETENTION = {
  secondsMs: 3_600_000,
  tenSecondsMs: DAY_MS,
  minutesMs: 30 * DAY_MS,
  eventsMs: 90 * DAY_MS,
}
const DEFAULT_CONFIG = 'polygraph.yaml'

function readFlags(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        url: { type: 'string' },
        data: { type: 'string' },
        config: { type: 'string' },
        haproxy: { type: 'string', multiple: true },
        'haproxy-config': { type: 'string', multiple: true },
        syslog: { type: 'string', multiple: true },
        log: { type: 'string', multiple: true },
        replay: { type: 'string' },
        record: { type: 'string' },
        'open-access': { type: 'boolean' },
      },
    }).values
  } catch (error) {
    throw new SettingsError(`${(error as Error).message.split('. ')[0]}. See polygraph start --help`)
  }
}

function toPublicUrl(text: string | null): string | null {
  if (text === null) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.username)
    return url.origin
  throw new SettingsError(`--url ${text} is not where browsers find it; write https://polygraph.example`)
}

/** @throws SettingsError in words a person can act on. */
export function readSettings(args: string[], cwd: string): Settings {
  const flags = readFlags(args)
  const configFile = flags.config ?? (existsSync(path.join(cwd, DEFAULT_CONFIG)) ? DEFAULT_CONFIG : null)
  const file: ConfigFile = configFile ? readConfigFile(path.resolve(cwd, configFile)) : {}
  const host = flags.host ?? file.host ?? '127.0.0.1'
  const port = flags.port === undefined ? (file.port ?? 3000) : Number(flags.port)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new SettingsError(`--port ${flags.port} is not a port; use a number from 0 to 65535`)
  if (flags['open-access'] && !LOOPBACK.has(host))
    throw new SettingsError(
      `--open-access turns sign-in off and works on loopback only, not on ${host}. Leave it out, or use --host 127.0.0.1.`,
    )
  const publicUrl = toPublicUrl(flags.url ?? file.url ?? null)
  if (flags['open-access'] && publicUrl)
    throw new SettingsError(
      '--open-access is for this machine alone; with --url others would come in as admins.',
    )
  const haproxy: HaproxySetting[] = [
    ...(file.haproxy ?? []).map((one) => ({
      name: one.name,
      ...one.url,
      intervalMs: Math.max(100, one.interval ?? DEFAULT_INTERVAL_MS),
      ring: one.ring ?? null,
    })),
    ...(flags.haproxy ?? []).map(readHaproxyFlag),
  ]
  const twice = haproxy.find((a, i) => haproxy.some((b, j) => j > i && b.shown === a.shown))
  if (twice) throw new SettingsError(`${twice.shown} is given twice; each socket may be read once`)
  return {
    host,
    port,
    dataDir: path.resolve(cwd, flags.data ?? file.data ?? 'data'),
    openAccess: flags['open-access'] ?? false,
    publicUrl,
    haproxy,
    syslog: [
      ...(file.syslog ?? []).map((one) => ({
        ...one.listen,
        loadBalancer: one.loadBalancer ?? null,
        logFormat: one.logFormat ?? null,
      })),
      ...(flags.syslog ?? []).map(readSyslogAddress),
    ],
    logs: [
      ...(file.logs ?? []).map((one) => ({
        path: path.resolve(cwd, one.path),
        loadBalancer: one.loadBalancer ?? null,
        logFormat: one.logFormat ?? null,
      })),
      ...(flags.log ?? []).map((one) => ({
        path: path.resolve(cwd, one),
        loadBalancer: null,
        logFormat: null,
      })),
    ],
    probes: (file.probes ?? []).map(toProbeSetting),
    capacities: (file.capacity ?? []).map(toCapacitySetting),
    configs: readConfigs(file.haproxy ?? [], flags['haproxy-config'] ?? [], cwd),
    replay: flags.replay ? path.resolve(cwd, flags.replay) : null,
    record: flags.record ? path.resolve(cwd, flags.record) : null,
    retention: {
      secondsMs: file.retention?.seconds ?? DEFAULT_RETENTION.secondsMs,
      tenSecondsMs: file.retention?.tenSeconds ?? DEFAULT_RETENTION.tenSecondsMs,
      minutesMs: file.retention?.minutes ?? DEFAULT_RETENTION.minutesMs,
      eventsMs: file.retention?.events ?? DEFAULT_RETENTION.eventsMs,
    },
  }
}
