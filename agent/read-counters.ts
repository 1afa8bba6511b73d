/** TCP's counters of this network namespace, now; null where the kernel does not show them. */

import { type CountersReading, parseCounters } from '../lib/sources/host/parse-counters.ts'
import { readText } from './read-text.ts'

export function readCounters(): CountersReading | null {
  return parseCounters((readText('/proc/self/net/snmp') ?? '') + (readText('/proc/self/net/netstat') ?? ''))
}
