/** A pool's settings one by one: the value as haproxy.cfg would have it, and where it was said. */

import { haproxyTime } from '#lib/lint/say'
import type { Origin, PoolSettings, ServerSettings, Setting } from '#lib/model/check-settings'
import type { SettingView } from '#lib/views/pool-detail-view'

const ORIGINS = {
  default: 'HAProxy’s default',
  unknown: 'not known',
} as const

/** The panel names the file with its path once. */
export const bare = (file: string) => file.slice(file.lastIndexOf('/') + 1)

export function originWords(origin: Origin): string {
  switch (origin.from) {
    case 'file':
      return `${bare(origin.file)} line ${origin.line}`
    case 'unreadable':
      return `${bare(origin.file)} line ${origin.line}, not to be read: ${origin.text}`
    case 'behaviour':
      return `seen: ${origin.why}`
    default:
      return ORIGINS[origin.from]
  }
}

type Value = string | number | boolean | null

function view(name: string, { value, origin }: Setting<Value>, say: (value: never) => string): SettingView {
  const known = origin.from !== 'unknown' && origin.from !== 'unreadable'
  return {
    name,
    value: !known ? 'not known' : value === null ? 'not set' : say(value as never),
    origin: originWords(origin),
    known,
  }
}

const plain = (value: Value) => (typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value))

/** What decides when a server of this kind is taken out and let in. */
export function serverSettings(server: ServerSettings): SettingView[] {
  const time = haproxyTime
  return [
    view('inter', server.interMs, time),
    view('fastinter', server.fastInterMs, time),
    view('downinter', server.downInterMs, time),
    view('fall', server.fall, plain),
    view('rise', server.rise, plain),
    view('slowstart', server.slowStartMs, time),
    view('on-marked-down', server.onMarkedDown, plain),
    view('maxconn', server.maxConnections, plain),
    view('tcp-ut', server.tcpUserTimeoutMs, time),
  ]
}

export function poolSettings({ timeouts, ...pool }: PoolSettings): SettingView[] {
  const { value, origin } = pool.persistence
  const persistence = value.by === 'cookie' ? `cookie ${value.name} ${value.mode}` : value.by
  return [
    view('balance', pool.balance, plain),
    view('check', pool.checkOption, plain),
    view('timeout check', timeouts.checkMs, haproxyTime),
    view('timeout connect', timeouts.connectMs, haproxyTime),
    view('timeout server', timeouts.serverMs, haproxyTime),
    view('timeout queue', timeouts.queueMs, haproxyTime),
    view('timeout tunnel', timeouts.tunnelMs, haproxyTime),
    view('retries', pool.retries, plain),
    view('option redispatch', pool.redispatch, plain),
    view('persistence', { value: persistence, origin }, plain),
    view('keepalive to servers', pool.keepaliveToServers, plain),
  ]
}
