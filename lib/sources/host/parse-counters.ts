/** `/proc/net/snmp` with `/proc/net/netstat` → TCP's counters since boot. */

import type { TcpCounters } from '../../model/host-report.ts'

/** These move when a connection comes, goes, is retried or probed; as long as none does, the table holds the same ones. */
const SIGNS = [
  'Tcp:ActiveOpens',
  'Tcp:PassiveOpens',
  'Tcp:AttemptFails',
  'Tcp:EstabResets',
  'Tcp:CurrEstab',
  'Tcp:RetransSegs',
  'TcpExt:TCPTimeouts',
  'TcpExt:TCPKeepAlive',
]

export type CountersReading = {
  counters: TcpCounters
  /** Two of them alike: no connection came, went, or was tried again in between. */
  signs: string
}

/** Both files together, in any order; null where TCP's own line is not there. */
export function parseCounters(text: string): CountersReading | null {
  const values = new Map<string, string>()
  const lines = text.split('\n')
  for (let n = 0; n + 1 < lines.length; n++) {
    const names = (lines[n] ?? '').split(' ')
    if (!names[0]?.startsWith('Tcp')) continue
    const numbers = (lines[n + 1] ?? '').split(' ')
    if (names[0] !== numbers[0]) continue
    for (let c = 1; c < names.length; c++) values.set(`${names[0]}${names[c]}`, numbers[c] ?? '')
    n++
  }
  if (!values.has('Tcp:RetransSegs')) return null
  const of = (name: string) => Number(values.get(name) ?? 0)
  return {
    counters: {
      segmentsRetransmitted: of('Tcp:RetransSegs'),
      resetsSent: of('Tcp:OutRsts'),
      timeouts: of('TcpExt:TCPTimeouts'),
      abortsOnTimeout: of('TcpExt:TCPAbortOnTimeout'),
    },
    signs: SIGNS.map((name) => values.get(name) ?? '?').join(' '),
  }
}
