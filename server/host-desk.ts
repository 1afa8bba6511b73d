/** Keeps each agent's reports in order: takes the next one, passes over what it has, asks again for what is missing. */

import type { HostAck } from '#lib/model/host-report'

/** Hosts at once; reports of further ones are refused. */
export const MAX_HOSTS = 200
/** Sessions of one host that are remembered as over. */
const OVER_KEPT = 8

type Known = { session: string; nextSeq: number; savedSeq: number; over: string[] }
export type ReportHead = { host: string; session: string; seq: number; keptFrom: number }

/** `again`: known already. `gap`: an earlier one is missing and will be sent again. */
export type Turn = 'take' | 'again' | 'gap' | 'superseded-session' | 'too-many-hosts'

export type HostDesk = ReturnType<typeof createHostDesk>

export function createHostDesk(wantsSockets: (host: string) => boolean) {
  const hosts = new Map<string, Known>()

  function known({ host, session, keptFrom }: ReportHead): Known | Turn {
    const now = hosts.get(host)
    if (now?.session === session) return now
    // Two agents under one name would take turns for ever: the one that came later stays.
    if (now?.over.includes(session)) return 'superseded-session'
    if (!now && hosts.size >= MAX_HOSTS) return 'too-many-hosts'
    const over = now ? [...now.over, now.session].slice(-OVER_KEPT) : []
    const fresh: Known = { session, nextSeq: keptFrom, savedSeq: keptFrom - 1, over }
    hosts.set(host, fresh)
    return fresh
  }

  return {
    turn(head: ReportHead): Turn {
      const host = known(head)
      if (typeof host === 'string') return host
      if (head.seq < host.nextSeq) return 'again'
      if (head.seq > host.nextSeq && host.nextSeq >= head.keptFrom) return 'gap'
      return 'take'
    },
    /** The report has been handed on. */
    taken({ host, seq }: ReportHead) {
      const now = hosts.get(host)
      if (now) now.nextSeq = seq + 1
    },
    /** Everything up to here is on disk. */
    saved(host: string, session: string, seq: number) {
      const now = hosts.get(host)
      if (now?.session === session && seq > now.savedSeq) now.savedSeq = seq
      if (!now) hosts.set(host, { session, nextSeq: seq + 1, savedSeq: seq, over: [] })
    },
    ack(host: string): HostAck | null {
      const now = hosts.get(host)
      if (!now) return null
      const { session, savedSeq, nextSeq } = now
      return { host, session, savedSeq, nextSeq, wantsSockets: wantsSockets(host) }
    },
  }
}
