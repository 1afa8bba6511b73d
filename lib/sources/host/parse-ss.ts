/** `ss -tinoH` (with or without `-e`) → each socket's timer and details. */

import type { SocketDetail, SocketTimer, TcpState } from '../../model/host-report.ts'
import { type Endpoint, readEndpoint } from './read-endpoint.ts'
import type { Listing } from './rejects.ts'

export type SsReading = {
  state: TcpState
  receiveQueue: number
  sendQueue: number
  local: Endpoint
  remote: Endpoint
  timer: SocketTimer | null
  detail: SocketDetail | null
}

const STATES: Record<string, TcpState> = {
  ESTAB: 'established',
  'SYN-SENT': 'syn-sent',
  'SYN-RECV': 'syn-recv',
  'FIN-WAIT-1': 'fin-wait-1',
  'FIN-WAIT-2': 'fin-wait-2',
  'CLOSE-WAIT': 'close-wait',
  'LAST-ACK': 'last-ack',
  CLOSING: 'closing',
}
const NOT_WANTED = new Set(['LISTEN', 'TIME-WAIT', 'UNCONN'])
const HEAD = /^(\S+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S+)(.*)$/

/** Details may follow on the same line (`-O`) or on the next, which is then indented. */
export function parseSs(text: string): Listing<SsReading> {
  const readings: SsReading[] = []
  const rejects: Record<string, number> = {}
  const reject = (reason: string) => {
    rejects[reason] = (rejects[reason] ?? 0) + 1
  }
  let last: SsReading | null = null
  for (const line of text.split('\n')) {
    if (line === '') continue
    if (line[0] === '\t' || line[0] === ' ') {
      if (last) last.detail = readDetail(line, last.state)
      continue
    }
    last = null
    const head = HEAD.exec(line)
    const word = head?.[1] ?? ''
    if (NOT_WANTED.has(word) || word === 'State') continue
    const state = STATES[word]
    const local = head && readEndpoint(head[4] ?? '')
    const remote = head && readEndpoint(head[5] ?? '')
    if (!head || !state) reject('not-a-socket')
    else if (!local || !remote) reject('unknown-endpoint')
    else {
      const rest = head[6] ?? ''
      const detail = rest.includes('rto:') ? readDetail(rest, state) : null
      const [receiveQueue, sendQueue] = [Number(head[2]), Number(head[3])]
      last = { state, receiveQueue, sendQueue, local, remote, timer: readTimer(rest), detail }
      readings.push(last)
    }
  }
  return { readings, rejects }
}

const TIMER = /timer:\((\w+),([^,]*),(\d+)\)/

function readTimer(text: string): SocketTimer | null {
  const match = TIMER.exec(text)
  if (!match || match[1] === 'timewait') return null
  const kind = match[1] === 'on' ? 'retransmit' : match[1]
  return {
    kind: kind === 'retransmit' || kind === 'keepalive' || kind === 'persist' ? kind : 'other',
    expiresInMs: readDuration(match[2] ?? ''),
    tries: Number(match[3]),
  }
}

/** ss's own way of writing: `308ms`, `7.080ms` (seconds and thousandths), `25sec`, `1min59sec`. */
export function readDuration(text: string): number {
  const minutes = Number(/(\d+)min/.exec(text)?.[1] ?? 0)
  const seconds = Number(/(\d+)sec/.exec(text)?.[1] ?? 0)
  const fine = /(?:(\d+)\.)?(\d+)ms/.exec(text)
  return minutes * 60_000 + (seconds + Number(fine?.[1] ?? 0)) * 1000 + Number(fine?.[2] ?? 0)
}

function readDetail(text: string, state: TcpState): SocketDetail {
  // Before the first packet from the peer these count from the kernel's own start.
  const met = state !== 'syn-sent' && state !== 'syn-recv'
  const slash = text.indexOf('/', text.indexOf(' retrans:'))
  return {
    backoff: number(text, ' backoff:') ?? 0,
    unacked: number(text, ' unacked:') ?? 0,
    lastSentMs: met ? (number(text, ' lastsnd:') ?? 0) : null,
    lastReceivedMs: met ? (number(text, ' lastrcv:') ?? 0) : null,
    lastAckMs: met ? (number(text, ' lastack:') ?? 0) : null,
    rttMs: number(text, ' rtt:'),
    rtoMs: number(text, ' rto:'),
    retransmits: text.includes(' retrans:') ? Number.parseInt(text.slice(slash + 1, slash + 12), 10) : 0,
    // ss leaves a count out while it is nothing.
    bytesSent: number(text, ' bytes_sent:') ?? 0,
    bytesReceived: number(text, ' bytes_received:') ?? 0,
  }
}

function number(text: string, name: string): number | null {
  const at = text.indexOf(name)
  if (at < 0) return null
  const value = Number.parseFloat(text.slice(at + name.length, at + name.length + 20))
  return Number.isNaN(value) ? null : value
}
