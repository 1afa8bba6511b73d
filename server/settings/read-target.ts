/** Reads the addresses people write: `NAME=unix:/run/…`, `udp://127.0.0.1:5514`, `1s`. */

import { type HaproxySetting, type HaproxyTarget, SettingsError, type SyslogSetting } from './settings.ts'

export const DEFAULT_INTERVAL_MS = 1000
const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

export function readDuration(text: string | number): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(String(text).trim())
  if (!match) throw new SettingsError(`"${text}" is not a duration; write 500ms, 1s, 5m, 24h or 30d`)
  return Number(match[1]) * UNITS[match[2]!]!
}

function readPort(text: string, whole: string): number {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new SettingsError(`"${whole}" has no usable port; write for example 127.0.0.1:9999`)
  return port
}

function splitHostPort(text: string, whole: string): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]*)):(\d+)$/.exec(text)
  if (!match) throw new SettingsError(`"${whole}" needs host:port; an IPv6 host goes in brackets`)
  return { host: match[1] ?? match[2] ?? '', port: readPort(match[3]!, whole) }
}

export function readHaproxyTarget(text: string): { target: HaproxyTarget; shown: string } {
  if (text.startsWith('/') || text.startsWith('unix:')) {
    const path = text.replace(/^unix:(\/\/)?/, '')
    if (!path.startsWith('/')) throw new SettingsError(`"${text}": a socket needs an absolute path`)
    return { target: { via: 'unix', path }, shown: `unix:${path}` }
  }
  if (text.startsWith('tcp:')) {
    const { host, port } = splitHostPort(text.replace(/^tcp:(\/\/)?/, ''), text)
    return { target: { via: 'tcp', host: host || '127.0.0.1', port }, shown: `tcp://${host}:${port}` }
  }
  if (/^https?:\/\//.test(text)) return readHttp(text)
  throw new SettingsError(
    `"${text}" is no HAProxy address; write unix:/run/haproxy/admin.sock, tcp://host:9999 or http://user:password@host:8404/stats`,
  )
}

function readHttp(text: string): { target: HaproxyTarget; shown: string } {
  if (!URL.canParse(text))
    throw new SettingsError('The stats page address is not a URL (not shown: it may hold a password)')
  const url = new URL(text)
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  const authorization = url.username ? `Basic ${Buffer.from(credentials).toString('base64')}` : null
  url.username = ''
  url.password = ''
  const insecureTls = url.searchParams.get('insecure') === '1'
  url.searchParams.delete('insecure')
  const shown = url.toString()
  if (!/;csv/.test(url.pathname)) url.pathname += ';csv;norefresh'
  return { target: { via: 'http', url: url.toString(), authorization, insecureTls }, shown }
}

export function readHaproxyFlag(text: string): HaproxySetting {
  const split = /^([^=:/\s]+)=(.+)$/.exec(text)
  if (!split)
    throw new SettingsError(
      `--haproxy "${text.replace(/\/\/[^@/]*@/, '//')}" needs NAME=ADDRESS, for example lb1=unix:/run/haproxy/admin.sock`,
    )
  return { name: split[1]!, ...readHaproxyTarget(split[2]!), intervalMs: DEFAULT_INTERVAL_MS, ring: null }
}

export function readSyslogAddress(text: string): SyslogSetting {
  const match = /^(udp|tcp):\/\/(.+)$/.exec(text)
  if (!match)
    throw new SettingsError(
      `"${text}" is no syslog address; write udp://127.0.0.1:5514 or tcp://127.0.0.1:5514`,
    )
  const { host, port } = splitHostPort(match[2]!, text)
  return {
    transport: match[1] as 'udp' | 'tcp',
    host: host || '127.0.0.1',
    port,
    loadBalancer: null,
    logFormat: null,
  }
}
