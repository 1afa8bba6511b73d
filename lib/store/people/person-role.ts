/** Whether a stored text is a role of people. */

import type { PersonRole } from '../../model/person.ts'
import { PERSON_ROLES } from '../../model/role.ts'

export const isPersonRole = (text: string): text is PersonRole =>
  (PERSON_ROLES as readonly string[]).includes(text)
