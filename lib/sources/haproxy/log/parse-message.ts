/** One HAProxy message, its framing taken off, to a record: asks each format in turn. */

import type { LogAnswer, LogContext } from '../../log-context.ts'
import { parseClf } from './parse-clf.ts'
import { parseConnect } from './parse-connect.ts'
import { parseHealthCheck } from './parse-health-check.ts'
import { parseJson } from './parse-json.ts'
import { parsePoolEmpty } from './parse-pool-empty.ts'
import { parseProxyState } from './parse-proxy-state.ts'
import { parseServerAddress } from './parse-server-address.ts'
import { parseServerState } from './parse-server-state.ts'
import { parseTraffic } from './parse-traffic.ts'

/** Formats of traffic: requests and sessions. */
export function parseTrafficMessage(message: string, context: LogContext): LogAnswer {
  return message.charCodeAt(0) === 123
    ? parseJson(message, context)
    : (parseTraffic(message, context) ?? parseClf(message, context) ?? parseConnect(message, context))
}

/** What HAProxy says of servers, pools and proxies. */
export function parseStateMessage(message: string, context: LogContext): LogAnswer {
  const first = message.charCodeAt(0)
  if (first === 123) return null
  if (first < 65) {
    // A line of traffic starts so; only a pool whose name starts with a digit does as well.
    return message.length < 1024 && message.indexOf('[') < 0 ? parseServerAddress(message, context) : null
  }
  return (
    parseServerState(message, context) ??
    parseHealthCheck(message, context) ??
    parsePoolEmpty(message, context) ??
    parseProxyState(message, context) ??
    parseServerAddress(message, context)
  )
}
