/** NGINX's status codes and upstream times → HAProxy's two letters, where they really tell. */

export type Tried = {
  status: number | null
  /** Null where the line does not carry what would tell. */
  connected: boolean | null
  answered: boolean | null
}

type Attempted = Tried & {
  /** Another server was tried after it. */
  followed: boolean
}

/** How one server ended its attempt; null where it answered, and where the line does not tell. */
export function attemptEnd({ status, connected, answered, followed }: Attempted): string | null {
  if (answered === true) return null
  // TCP sessions have no status of each server.
  if (status === null && followed && connected === false) return 'SC'
  if (status === 502 || status === 504) {
    const first = status === 504 ? 's' : 'S'
    if (connected === false) return `${first}C`
    return connected === true && answered === false ? `${first}H` : null
  }
  return null
}

/** How the request ended for its client. A body that broke off is logged as if it were whole: never `--`. */
export function requestEnd(
  status: number | null,
  last: Tried | null,
  /** True where the line says that no server was asked. */
  ownAnswer: boolean,
): string | null {
  if (status === 499) return last?.connected === false ? 'CC' : last?.answered === true ? 'CD' : 'CH'
  if (status === 408) return ownAnswer ? 'cR' : null
  if (isOwnRefusal(status)) return 'PR'
  if (ownAnswer && status !== null) return status < 400 ? 'LR' : status < 500 ? 'PR' : null
  return null
}

/** Codes that NGINX alone gives: it closed the connection, or TLS was wrong. */
function isOwnRefusal(status: number | null): boolean {
  return status === 444 || (status !== null && status >= 494 && status <= 497)
}

/** A TCP or UDP session's status is NGINX's own. A failed connection does not say whether it timed out. */
export function sessionEnd(status: number | null): string | null {
  switch (status) {
    case 200:
      return '--'
    case 502:
      return 'SC'
    case 400:
    case 403:
    case 503:
      return 'PR'
    default:
      return null
  }
}
