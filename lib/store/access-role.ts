/** What an access token allows, least first. */

import { ROLES, type Role } from '../model/role.ts'

export const ACCESS_ROLES = ROLES
export type AccessRole = Role

export function isAccessRole(text: string): text is AccessRole {
  return (ACCESS_ROLES as readonly string[]).includes(text)
}
