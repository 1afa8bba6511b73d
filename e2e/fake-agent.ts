/** An agent whose host exists only in the test: it keeps what is not stored, and sends again what is asked for again. */

import type { HostAck, HostReport, SocketReading } from '#lib/model/host-report'

type Facts = Partial<Omit<HostReport, 'kind' | 'host' | 'session' | 'seq' | 'keptFrom'>>
type Answer = { accepted: number; rejected: { line: number; reason: string }[]; hosts: HostAck[] }

export type FakeAgent = {
  /** Queues a report and sends all that waits; false while the dashboard does not answer. */
  say: (facts: Facts) => Promise<boolean>
  /** Queues a report without sending it. */
  keep: (facts: Facts) => void
  send: () => Promise<boolean>
  /** Reports not yet said to be stored. */
  kept: () => number
  answers: () => Answer[]
}

export function createFakeAgent(url: string, token: string, host: string): FakeAgent {
  const session = `${host}-${Math.random().toString(36).slice(2)}`
  let kept: HostReport[] = []
  let nextSeq = 1
  let sendFrom = 1
  const answers: Answer[] = []

  function keep(facts: Facts) {
    const clock = { offsetMs: 0, errorMs: 1 }
    const head = { kind: 'host' as const, host, session, seq: nextSeq++, keptFrom: 1 }
    kept.push({ ...head, atMs: Date.now(), clock, ...facts })
  }

  async function send(): Promise<boolean> {
    const keptFrom = kept[0]?.seq ?? nextSeq
    const body = kept
      .filter((report) => report.seq >= sendFrom)
      .map((report) => JSON.stringify({ ...report, keptFrom }))
      .join('\n')
    const headers = { authorization: `Bearer ${token}` }
    const response = await fetch(`${url}/api/v1/ingest`, { method: 'POST', headers, body }).catch(() => null)
    if (!response?.ok) return false
    const answer = (await response.json()) as Answer
    answers.push(answer)
    const ack = answer.hosts.find((one) => one.host === host)
    if (!ack) return true
    sendFrom = ack.nextSeq
    kept = kept.filter((report) => report.seq > ack.savedSeq)
    return true
  }

  return {
    keep,
    send,
    async say(facts) {
      keep(facts)
      return send()
    },
    kept: () => kept.length,
    answers: () => answers,
  }
}

export const socket = (local: string, remote: string, part: Partial<SocketReading> = {}): SocketReading => ({
  local,
  remote,
  state: 'established',
  sendQueue: 0,
  receiveQueue: 0,
  timer: null,
  detail: null,
  process: null,
  ...part,
})

/** The whole TCP table, looked at now. */
export const looked = (...put: SocketReading[]): Pick<HostReport, 'sockets'> => {
  const now = Date.now()
  return {
    sockets: { atMs: now - 1, endedAtMs: now, full: true, put, gone: [], total: put.length, sampled: 1 },
  }
}
