/** Reads `frontend~` and `pool/server` as traffic lines write them. */

/** `~` after the frontend's name means that the client spoke TLS. */
export function readFrontend(text: string): { frontend: string; tls: boolean } {
  const tls = text.charCodeAt(text.length - 1) === 126
  return { frontend: tls ? text.slice(0, -1) : text, tls }
}

/** Null for `<NOSRV>`; other `<…>` names are kept. */
export function readServer(text: string): string | null {
  return text === '<NOSRV>' || text === '' || text === '-' ? null : text
}

/** `pool/server`, split at the first slash; null without one. */
export function readPair(text: string): { pool: string; server: string } | null {
  const slash = text.indexOf('/')
  if (slash <= 0 || slash === text.length - 1) return null
  return { pool: text.slice(0, slash), server: text.slice(slash + 1) }
}
