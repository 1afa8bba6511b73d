/** `show sess all`: which connection of a client goes on over which to a server, since when, with how many bytes. */

import type { Reject, SessionsReading } from '../../../model/stats-reading.ts'
import { answerLines } from './answer-lines.ts'
import type { AskedFor } from './parse-stats.ts'
import { refusedAnswer } from './refused-answer.ts'
import { rejectTally } from './reject-tally.ts'
import { sessionStart } from './session-start.ts'

/** Sessions read of one answer; further ones are counted. */
export const MAX_SESSIONS = 5_000

type Session = SessionsReading['sessions'][number]
type Open = Partial<Session> & { date?: string | undefined; age?: string | undefined }

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
const word = (line: string, key: string) => new RegExp(` ${key}=([^\\s)]+)`).exec(line)?.[1]

/** A session's first line; of the short form it is the only one. Null for HAProxy's own. */
function readHead(line: string): Open | null {
  const client = endpoint(word(line, 'source') ?? word(line, 'src'))
  if (client === null) return null
  if (!/^0x[\da-f]+: \[/.test(line))
    return {
      ...{ client, listener: null, local: null, remote: null },
      ...{ pool: named(word(line, 'be')), server: named(word(line, 'srv')), age: word(line, 'age') },
    }
  return { client, date: /\[([^\]]+)\]/.exec(line)?.[1] }
}

/** One further line of `show sess all`. */
function readPart(line: string, open: Open): void {
  const part = /^ {2}(frontend|backend|server)=(\S+)(?:.* addr=(\S+))?/.exec(line)
  const at = endpoint(part?.[3])
  if (part?.[1] === 'frontend' && at) open.listener = at
  if (part?.[1] === 'backend') Object.assign(open, { pool: named(part[2]), local: at })
  if (part?.[1] === 'server') Object.assign(open, { server: named(part[2]), remote: at })
  if (part) return
  if (line.startsWith('  task=')) open.age = word(line, 'age')
  const total = /^ {2}(req|res)=.* total=(\d+)\)/.exec(line)
  if (total) open[total[1] === 'req' ? 'bytesIn' : 'bytesOut'] = Number(total[2])
}

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
  let partial = false
  let open: Open | null = null
  const close = () => {
    if (open?.client && open.listener !== undefined) {
      const { client, listener, pool = null, server = null, local = null, remote = null } = open
      const { bytesIn = null, bytesOut = null } = open
      const start = sessionStart(open.date, open.age, asked.atMs)
      const times = { startedAtMs: start?.atMs ?? null, startedErrorMs: start?.errorMs ?? 0 }
      partial ||= sessions.length >= MAX_SESSIONS
      if (sessions.length < MAX_SESSIONS)
        sessions.push({ client, listener, pool, server, local, remote, ...times, bytesIn, bytesOut })
      else rejects.add('too-many-sessions', client)
    }
    open = null
  }
  const cut = (over: string) => {
    partial = true
    rejects.add('too-many-lines', over)
  }
  for (const line of answerLines(text, cut)) {
    if (/^0x[\da-f]+: /.test(line)) {
      close()
      open = readHead(line)
    } else if (open) readPart(line, open)
  }
  close()
  const reading: SessionsReading = { kind: 'sessions', ...asked, worker: asked.worker ?? null, sessions }
  return { reading: partial ? { ...reading, partial } : reading, rejects: rejects.list() }
}
