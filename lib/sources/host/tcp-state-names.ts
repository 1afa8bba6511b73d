/** The kernel's numbers for TCP states and timers → their names. */

import type { SocketTimer, TcpState } from '../../model/host-report.ts'

export const ESTABLISHED = 1
export const TIME_WAIT = 6
export const CLOSED = 7
export const LISTENING = 10

const STATES: readonly TcpState[] = [
  'unknown',
  'established',
  'syn-sent',
  'syn-recv',
  'fin-wait-1',
  'fin-wait-2',
  'unknown',
  'unknown',
  'close-wait',
  'last-ack',
  'unknown',
  'closing',
  'syn-recv',
]

export const tcpStateOf = (number: number): TcpState => STATES[number] ?? 'unknown'

export function timerKindOf(number: number): SocketTimer['kind'] | null {
  if (number === 0 || number === 3) return null
  return number === 1 ? 'retransmit' : number === 2 ? 'keepalive' : number === 4 ? 'persist' : 'other'
}
