/** The one error that this room throws: a named reason, and what is safe to do about it. */

export type StoreReason =
  | 'not-writable'
  | 'disk-full'
  | 'disk-error'
  | 'not-a-database'
  | 'corrupt'
  | 'newer-schema'
  | 'changed-migration'
  | 'absent'
  | 'busy'
  | 'unexpected'

const ADVICE: Record<StoreReason, string> = {
  'not-writable':
    'Give the user that runs Polygraph the right to write there, or choose another folder with --data. Nothing was changed.',
  'disk-full':
    'Free some space; what is stored already is intact and recording goes on by itself. Do not delete the -wal file.',
  'disk-error': 'Check the disk and the file system, and copy the whole data folder before anything else.',
  'not-a-database':
    'The file was left untouched. Move it away, or choose another folder with --data; a new one is then created.',
  corrupt:
    'The file was left untouched. Stop Polygraph and copy the data folder; `sqlite3 polygraph.db .recover` often saves most of it. Move the file away to start anew.',
  'newer-schema':
    'The file was left untouched. Use the newer version of Polygraph again, or choose another folder with --data.',
  'changed-migration':
    'The file was left untouched. It was made by a different build of Polygraph: use that one, or choose another folder with --data.',
  absent: 'Start Polygraph first, or check --data.',
  busy: 'Another program holds the file. Close it; what is stored already is intact.',
  unexpected: 'What is stored already is intact. Copy the data folder before trying anything.',
}

export class StoreError extends Error {
  readonly reason: StoreReason
  readonly advice: string

  constructor(reason: StoreReason, what: string, cause?: unknown) {
    super(`${what} ${ADVICE[reason]}`, cause === undefined ? {} : { cause })
    this.name = 'StoreError'
    this.reason = reason
    this.advice = ADVICE[reason]
  }
}

/** SQLite's primary result codes. */
const BY_CODE: Record<number, StoreReason> = {
  3: 'not-writable',
  5: 'busy',
  6: 'busy',
  8: 'not-writable',
  10: 'disk-error',
  11: 'corrupt',
  13: 'disk-full',
  14: 'not-writable',
  26: 'not-a-database',
}
const BY_ERRNO: Record<string, StoreReason> = {
  EACCES: 'not-writable',
  EPERM: 'not-writable',
  EROFS: 'not-writable',
  ENOTDIR: 'not-writable',
  EEXIST: 'not-writable',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EIO: 'disk-error',
}

/** Finds the database's or the system's own code however deep the libraries wrapped it. */
function reasonOf(cause: unknown, depth = 0): StoreReason | null {
  if (typeof cause !== 'object' || cause === null || depth > 6) return null
  const error = cause as Record<string, unknown>
  // The driver's only word for a file that it cannot open: the code stands at the end of the text.
  const opening = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(String(error.message ?? ''))?.[1]
  if (opening && BY_CODE[Number(opening) & 0xff]) return BY_CODE[Number(opening) & 0xff] ?? null
  for (const key of ['rawCode', 'extendedCode', 'originalCode']) {
    const code = Number(error[key])
    const reason = Number.isInteger(code) && code > 0 ? BY_CODE[code & 0xff] : undefined
    if (reason) return reason
  }
  const byErrno = typeof error.code === 'string' ? BY_ERRNO[error.code] : undefined
  if (byErrno) return byErrno
  if (error.kind === 'SocketTimeout') return 'busy'
  for (const key of ['cause', 'meta', 'driverAdapterError']) {
    const reason = reasonOf(error[key], depth + 1)
    if (reason) return reason
  }
  return null
}

/** Any failure of the room as a StoreError; `what` is the sentence that says what was being done. */
export function toStoreError(cause: unknown, what: string): StoreError {
  if (cause instanceof StoreError) return cause
  const text = cause instanceof Error ? (cause.message.trim().split('\n').at(-1) ?? '') : String(cause)
  return new StoreError(reasonOf(cause) ?? 'unexpected', `${what}: ${text.replace(/\.?$/, '.')}`, cause)
}
