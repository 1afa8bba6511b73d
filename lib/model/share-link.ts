/** A link that shows one postmortem to a stranger until it expires or is revoked. */

export type RedactionRules = {
  /** IPv4, IPv6, MAC; also in sentences, keys and ids. */
  addresses: boolean
  /** Names of hosts and load balancers, and full domain names. */
  hosts: boolean
  pools: boolean
  servers: boolean
  /** People: owners, authors, users named in commands and in e-mail addresses. */
  users: boolean
  /** URLs, paths and query strings. */
  uris: boolean
  /** Values of headers and cookies. */
  headers: boolean
  /** The author's own. */
  words: string[]
}

export const ALL_REDACTED: RedactionRules = {
  addresses: true,
  hosts: true,
  pools: true,
  servers: true,
  users: true,
  uris: true,
  headers: true,
  words: [],
}

export type ShareLink = {
  id: string
  postmortemId: string
  rules: RedactionRules
  /** Sorts names before they get their pseudonyms: links with one key call the same thing the same. */
  pseudonymKey: string
  hasPassphrase: boolean
  createdAtMs: number
  createdBy: string
  expiresAtMs: number
  revokedAtMs: number | null
}

export const ACCESS_OUTCOMES = [
  'shown',
  'asked-passphrase',
  'wrong-passphrase',
  'limited',
  'refused',
] as const
export type AccessOutcome = (typeof ACCESS_OUTCOMES)[number]

export type LinkAccess = { atMs: number; address: string; agent: string; outcome: AccessOutcome }

const DAY_MS = 86_400_000
export const LINK_DEFAULT_MS = 7 * DAY_MS
export const LINK_LONGEST_MS = 365 * DAY_MS
export const LINK_SHORTEST_MS = 1_000
export const LINKS_LIMIT = 100
export const WORDS_LIMIT = 100
export const WORD_LIMIT = 200
export const PASSPHRASE_SHORTEST = 8
export const PASSPHRASE_LONGEST = 200
/** Entries kept of one link; the oldest go first. */
export const ACCESS_LIMIT = 1_000
export const AGENT_LIMIT = 200
