/** The roles that people and tokens have, and the one table of what each may do. */

export const ROLES = ['ingest', 'viewer', 'responder', 'operator', 'admin'] as const
export type Role = (typeof ROLES)[number]

export const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text)

/** The roles of people; `ingest` is for programs. */
export const PERSON_ROLES = ['viewer', 'responder', 'operator', 'admin'] as const

/** The least role for each; whoever has a later one of PERSON_ROLES may, too. */
const LEAST = {
  look: 'viewer',
  annotate: 'responder',
  acknowledge: 'responder',
  comment: 'responder',
  'create-postmortem': 'responder',
  'edit-postmortem': 'responder',
  share: 'responder',
  'revoke-own-link': 'responder',
  'change-incident': 'operator',
  import: 'operator',
  drill: 'operator',
  'delete-postmortem': 'operator',
  'revoke-any-link': 'operator',
  ingest: 'operator',
  'manage-people': 'admin',
  'manage-tokens': 'admin',
  'read-audit': 'admin',
  'change-settings': 'admin',
} as const satisfies Record<string, (typeof PERSON_ROLES)[number]>

export type Permission = keyof typeof LEAST

/** `ingest` ships readings and nothing else. */
export function may(role: Role, permission: Permission): boolean {
  if (role === 'ingest') return permission === 'ingest'
  return PERSON_ROLES.indexOf(role) >= PERSON_ROLES.indexOf(LEAST[permission])
}

/** The role to ask for where only this is wanted. */
export const leastRole = (permission: Permission): Role =>
  permission === 'ingest' ? 'ingest' : LEAST[permission]
