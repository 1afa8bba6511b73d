/** What people do about an incident. It never changes what was found. */

export const INCIDENT_ACT_KINDS = [
  'acknowledge',
  'withdraw',
  'close',
  'reopen',
  'merge',
  'split',
  'comment',
] as const
export type IncidentActKind = (typeof INCIDENT_ACT_KINDS)[number]

/** Lengths that are taken: of a comment, and of the reason of a closing. */
export const COMMENT_CHARS = 10_000
export const REASON_CHARS = 2_000

/** One line of an incident's history. */
export type IncidentAct = {
  id: string
  incidentId: string
  kind: IncidentActKind
  atMs: number
  /** Empty: Polygraph itself, which joins what has one cause and opens again what a person closed too early. */
  by: string
  text: string
  /** The incident that was merged into this one, or made of what was taken out of it. */
  otherId: string | null
}

/** What to do; a comment is only counted here. */
export type IncidentCommand =
  | { do: 'acknowledge' | 'withdraw' | 'reopen' | 'comment' | 'uncomment' }
  | { do: 'close'; text: string }
  /** `otherId` goes up in this one. */
  | { do: 'merge'; otherId: string }
  | { do: 'split'; findingIds: string[] }

export type HandlingRefusal =
  | 'no-such-incident'
  | 'no-such-finding'
  /** Somebody was quicker, or it is so already. */
  | 'already-so'
  | 'same-incident'
  /** A split must leave something on either side. */
  | 'nothing-left'
  | 'too-many-findings'
