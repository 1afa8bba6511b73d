/** Processes, terminals, keepalived and counters of this host, as far as this user may see them. */

import type { AgentHello } from '../lib/model/host-report.ts'
import { parseCounters } from '../lib/sources/host/parse-counters.ts'
import type { SocketLook } from './look-at-sockets.ts'
import { readText } from './read-text.ts'
import type { ReportBody } from './report-body.ts'
import type { AgentSettings } from './run-agent.ts'

export type HostWatch = {
  /** What changed since the last beat; everything when it is to be told anew. */
  beat: (retell: boolean) => ReportBody
  lacks: () => AgentHello['lacks']
  rejects: () => Record<string, number>
  stop: () => void
}

export function watchHost(given: {
  settings: AgentSettings
  look: SocketLook
  wallMs: () => number
  onUrgent: (body: ReportBody) => void
}): HostWatch {
  const { look } = given
  const said = new Map<string, string>()
  const pick = <K extends keyof ReportBody>(
    name: K,
    value: ReportBody[K] | null,
    retell: boolean,
  ): ReportBody => {
    if (value === null || value === undefined) return {}
    const text = JSON.stringify(value)
    if (!retell && said.get(name) === text) return {}
    said.set(name, text)
    return { [name]: value } as ReportBody
  }
  return {
    beat(retell) {
      const counters = parseCounters(
        (readText('/proc/self/net/snmp') ?? '') + (readText('/proc/self/net/netstat') ?? ''),
      )
      const listens = [...new Set([...look.listening.values()].map((one) => one.text))].sort()
      return { ...pick('tcp', counters, retell), ...pick('listens', listens, retell) }
    },
    lacks: () => [],
    rejects: () => ({}),
    stop() {},
  }
}
