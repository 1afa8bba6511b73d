/** What an access token allows, least first. */

export const ACCESS_ROLES = ['ingest', 'viewer', 'responder', 'operator', 'admin'] as const
export type AccessRole = (typeof ACCESS_ROLES)[number]

export function isAccessRole(text: string): text is AccessRole {
  return (ACCESS_ROLES as readonly string[]).includes(text)
}
