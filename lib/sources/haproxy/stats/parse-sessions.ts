/** `show sess all`: which connection of a client goes on over which connection to a server. */

import type { Reject, SessionsReading } from '../../../model/stats-reading.ts'
import { answerLines } from './answer-lines.ts'
import type { AskedFor } from './parse-stats.ts'
import { refusedAnswer } from './refused-answer.ts'
import { rejectTally } from './reject-tally.ts'

/** Sessions read of one answer; further ones are counted. */
export const MAX_SESSIONS = 5_000

type Session = SessionsReading['sessions'][number]

/** `10.0.0.2:443`, `fd00::2:443` (split at the last colon) as both ends of a connection write it; null for sockets without a port. */
function endpoint(text: string | undefined): string | null {
  const at = text?.lastIndexOf(':') ?? -1
  if (text === undefined || at < 1 || !/^\d+$/.test(text.slice(at + 1))) return null
  const address = text.slice(0, at).replace(/^\[|\]$/g, '')
  const plain = /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address) ? address.slice(7) : address
  if (!/^[\da-f.:]+$/i.test(plain)) return null
  return plain.includes(':') ? `[${plain}]:${text.slice(at + 1)}` : `${plain}:${text.slice(at + 1)}`
}

const named = (text: string | undefined) => (text && !text.startsWith('<') ? text : null)

/** `atMs` is when it was asked for. HAProxy's own sessions (CLI, applets) and those of Unix sockets are left out. */
export function parseSessions(
  text: string,
  asked: AskedFor,
): { reading: SessionsReading | null; rejects: Reject[] } {
  const rejects = rejectTally()
  const refused = refusedAnswer(text)
  if (refused !== null) rejects.add(refused, text.slice(0, 200))
  if (refused !== null) return { reading: null, rejects: rejects.list() }

  const sessions: Session[] = []
  let open: Partial<Session> | null = null
  const close = () => {
    if (open?.client && open.listener) {
      const { client, listener, pool = null, server = null, local = null, remote = null } = open
      if (sessions.length < MAX_SESSIONS) sessions.push({ client, listener, pool, server, local, remote })
      else rejects.add('too-many-sessions', client)
    }
    open = null
  }
  for (const line of answerLines(text, (over) => rejects.add('too-many-lines', over))) {
    const head = /^0x[\da-f]+: \[/.test(line) ? (/ source=(\S+)/.exec(line) ?? [null, '']) : null
    if (head) {
      close()
      const client = endpoint(head[1] ?? undefined)
      open = client ? { client } : {}
      continue
    }
    const part = open && /^ {2}(frontend|backend|server)=(\S+).* addr=(\S+)/.exec(line)
    const word = part?.[2]
    const at = endpoint(part?.[3])
    if (!open || !part) continue
    if (part[1] === 'frontend' && at) open.listener = at
    if (part[1] === 'backend') Object.assign(open, { pool: named(word), local: at })
    if (part[1] === 'server') Object.assign(open, { server: named(word), remote: at })
  }
  close()
  return {
    reading: { kind: 'sessions', ...asked, worker: asked.worker ?? null, sessions },
    rejects: rejects.list(),
  }
}
