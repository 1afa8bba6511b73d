/** What people write of an incident, once it is over; beside it lies evidence that no longer changes. */

/** Text fields are Markdown without raw HTML. */
export type TimelineEntry = {
  id: string
  /** Epoch ms. */
  atMs: number
  text: string
  /** The event that it rests on, where there is one. */
  eventId: string | null
}

export const ACTION_STATES = ['open', 'doing', 'done', 'dropped'] as const
export type ActionState = (typeof ACTION_STATES)[number]

export type PostmortemAction = {
  id: string
  text: string
  owner: string
  state: ActionState
  dueAtMs: number | null
}

export type PostmortemFields = {
  title: string
  summary: string
  impact: string
  timeline: TimelineEntry[]
  causes: string
  wentWell: string
  wentBadly: string
  lucky: string
  actions: PostmortemAction[]
}

export type Postmortem = {
  id: string
  incidentIds: string[]
  /** One more with every save; what is sent must name the one that it changes. */
  version: number
  fields: PostmortemFields
  /** SHA-256 of the frozen evidence, hex. */
  evidenceHash: string
  createdAtMs: number
  createdBy: string
  updatedAtMs: number
  updatedBy: string
}

export type PostmortemVersion = {
  version: number
  atMs: number
  by: string
  fields: PostmortemFields
}

export const TITLE_LIMIT = 300
export const TEXT_LIMIT = 50_000
export const ENTRY_LIMIT = 2_000
export const OWNER_LIMIT = 100
export const TIMELINE_LIMIT = 500
export const ACTIONS_LIMIT = 200
/** Versions kept of one postmortem; the oldest go first. */
export const VERSIONS_LIMIT = 200
/** Saves by one person within this are one version of the history. */
export const ONE_GO_MS = 60_000
