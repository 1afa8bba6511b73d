/** One question to HAProxy's Runtime API over its own connection, with a deadline and a size limit. */

import { connect } from 'node:net'

export const ANSWER_DEADLINE_MS = 10_000
/** Some 40,000 servers; more is refused before it can hold up other sources. */
export const ANSWER_BYTES = 16 * 1024 * 1024

export type SocketAddress = { path: string } | { host: string; port: number }
export type Answer = { ok: true; text: string } | { ok: false; error: string; limit?: string }

/** Commands in a row need `;` between them; the answer is everything until HAProxy closes. */
export function askSocket(
  address: SocketAddress,
  command: string,
  deadlineMs = ANSWER_DEADLINE_MS,
): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(address)
    const pieces: Buffer[] = []
    let bytes = 0
    const finish = (answer: Answer) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(
      () =>
        finish({
          ok: false,
          error: `no complete answer within ${deadlineMs / 1000} s (${bytes} bytes came)`,
          limit: 'answer-deadline',
        }),
      deadlineMs,
    )
    // A master socket answers and waits for more until our side is closed.
    socket.on('connect', () => socket.end(`${command}\n`))
    socket.on('data', (piece: Buffer) => {
      bytes += piece.length
      if (bytes > ANSWER_BYTES)
        return finish({
          ok: false,
          error: `the answer is larger than ${ANSWER_BYTES} bytes`,
          limit: 'answer-bytes',
        })
      pieces.push(piece)
    })
    socket.on('end', () => finish({ ok: true, text: Buffer.concat(pieces).toString('utf8') }))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      finish({ ok: false, error: inWords(error, address) }),
    )
  })
}

function inWords(error: NodeJS.ErrnoException, address: SocketAddress): string {
  const where = 'path' in address ? address.path : `${address.host}:${address.port}`
  if (error.code === 'ENOENT')
    return `${where} does not exist; is HAProxy running, with this "stats socket" line?`
  if (error.code === 'EACCES')
    return `${where} may not be opened by this user; add the user to HAProxy's group or set "mode" and "group" on the "stats socket" line`
  if (error.code === 'ECONNREFUSED') return `${where} refuses connections; HAProxy is not listening there`
  return `${where}: ${error.message}`
}
