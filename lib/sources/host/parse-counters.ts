/** `/proc/net/snmp` with `/proc/net/netstat` → TCP's counters since boot. */

import type { TcpCounters } from '../../model/host-report.ts'

/** Both files together, in any order; null where TCP's own line is not there. */
export function parseCounters(text: string): TcpCounters | null {
  const values = new Map<string, number>()
  const lines = text.split('\n')
  for (let n = 0; n + 1 < lines.length; n++) {
    const names = (lines[n] ?? '').split(' ')
    const numbers = (lines[n + 1] ?? '').split(' ')
    if (names[0] !== numbers[0] || !names[0]?.startsWith('Tcp')) continue
    for (let c = 1; c < names.length; c++) values.set(`${names[0]}${names[c]}`, Number(numbers[c]))
    n++
  }
  if (!values.has('Tcp:RetransSegs')) return null
  const of = (name: string) => values.get(name) ?? 0
  return {
    segmentsRetransmitted: of('Tcp:RetransSegs'),
    resetsSent: of('Tcp:OutRsts'),
    timeouts: of('TcpExt:TCPTimeouts'),
    abortsOnTimeout: of('TcpExt:TCPAbortOnTimeout'),
  }
}
